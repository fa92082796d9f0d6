package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.lint.LintCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where expressions read what a schema marks as sensitive: names that runs go by cannot be made of it, and a sub-workflow that is given
 * it has to mark it by itself. Only what an expression names directly is seen.
 */
final class SensitiveReads {

    private static final Pattern READ = Pattern.compile(
            "(?<![\\w.])(input|tasks\\.\\w+\\.\\??output)((?:\\.\\??\\w+|\\[\\??\\s*(?:'\\w+'|\"\\w+\")\\s*\\])*)");
    private static final Pattern FIELD = Pattern.compile("\\w+");
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^}]*)}");

    /** What is there for data, in which nothing is a key of the definition. */
    private static final Set<String> DATA =
            Set.of("input", "output", "schema", "set", "data", "details", "return", "message", "labels");

    /** Of a task, besides keys. */
    private static final List<String> NAMES = List.of("task", "queue", "budget");

    private final JsonNode document;
    private final Faults faults;

    /** By what expressions call it: {@code input}, or the output of a task that waits for a signal. */
    private final Map<String, Set<List<String>>> marked = new HashMap<>();

    private SensitiveReads(JsonNode document, Faults faults) {
        this.document = document;
        this.faults = faults;
    }

    /** @param keys where keys of limits and names of locks stand */
    static void check(JsonNode document, List<String> keys, Faults faults) {
        SensitiveReads reads = new SensitiveReads(document, faults);
        reads.mark("input", document.at("/input/schema"));
        reads.walk(document, "", reads::markSignal);
        if (!reads.marked.isEmpty()) {
            keys.forEach(reads::checkName);
            document.path("searchAttributes")
                    .properties()
                    .forEach(field -> reads.checkName(SourceDocument.child("/searchAttributes", field.getKey())
                            + (field.getValue().has("value") ? "/value" : "")));
            reads.checkName("/runId");
            reads.walk(document, "", reads::checkTask);
        }
    }

    /** Looks at an object of the definition. */
    @FunctionalInterface
    private interface Look {
        void at(JsonNode object, String pointer);
    }

    private void walk(JsonNode node, String pointer, Look look) {
        if (node.isObject()) {
            look.at(node, pointer);
            node.properties().stream()
                    .filter(field -> !DATA.contains(field.getKey()))
                    .forEach(field -> walk(field.getValue(), SourceDocument.child(pointer, field.getKey()), look));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            walk(node.get(i), pointer + "/" + i, look);
        }
    }

    private void mark(String name, JsonNode schema) {
        Set<List<String>> paths = SensitiveFields.of(schema);
        if (!paths.isEmpty()) {
            marked.put(name, paths);
        }
    }

    private void markSignal(JsonNode task, String pointer) {
        if (task.path("id").isTextual()) {
            mark("tasks." + task.get("id").asText() + ".output", task.at("/signal/schema"));
        }
    }

    private void checkTask(JsonNode task, String pointer) {
        NAMES.forEach(key -> checkName(pointer + "/" + key));
        if (task.path("signal").has("key")) {
            checkName(pointer + "/signal/key");
        }
        if (task.path("workflow").isObject()) {
            checkName(pointer + "/workflow/runId");
            checkChild(task.get("workflow"), pointer + "/workflow");
        }
    }

    private void checkName(String pointer) {
        read(document.at(pointer).asText())
                .ifPresent(field -> faults.stricter(
                        pointer,
                        FaultCode.SENSITIVE_NAME,
                        "'" + field
                                + "' is sensitive, or has something sensitive in it, and what stands here is a name that everybody"
                                + " sees",
                        "read a field that is not sensitive"));
    }

    private void checkChild(JsonNode child, String pointer) {
        if (!child.has("input")) {
            whole(marked.containsKey("input") ? "input" : "", pointer);
        } else {
            texts(child.get("input"))
                    .flatMap(text -> read(text).stream())
                    .findFirst()
                    .ifPresent(field -> whole(field, pointer + "/input"));
        }
    }

    private void whole(String field, String pointer) {
        if (!field.isEmpty()) {
            faults.finding(
                    pointer,
                    LintCode.SENSITIVE_TO_CHILD,
                    "'" + field + "' is sensitive, or has something sensitive in it, and is given to another workflow");
        }
    }

    private static Stream<String> texts(JsonNode node) {
        if (node.isTextual()) {
            return Stream.of(node.textValue());
        }
        List<JsonNode> inside = new ArrayList<>();
        node.forEach(inside::add);
        return inside.stream().flatMap(SensitiveReads::texts);
    }

    /** The first thing that a text reads and that is marked, as it stands there. */
    private Optional<String> read(String text) {
        return EXPRESSION
                .matcher(text)
                .results()
                .flatMap(expression -> READ.matcher(expression.group(1)).results())
                .filter(this::isMarked)
                .map(MatchResult::group)
                .findFirst();
    }

    private boolean isMarked(MatchResult read) {
        List<String> said = fields(read.group(2));
        return marked.getOrDefault(read.group(1).replace("?", ""), Set.of()).stream()
                .anyMatch(path -> meet(said, path));
    }

    private static List<String> fields(String chain) {
        Matcher fields = FIELD.matcher(chain);
        return fields.results().map(MatchResult::group).toList();
    }

    /** Whether one of them is the way to the other, or the same. */
    private static boolean meet(List<String> said, List<String> path) {
        int common = Math.min(said.size(), path.size());
        for (int i = 0; i < common; i++) {
            if (!path.get(i).equals(SensitiveFields.ANY) && !path.get(i).equals(said.get(i))) {
                return false;
            }
        }
        return true;
    }
}
