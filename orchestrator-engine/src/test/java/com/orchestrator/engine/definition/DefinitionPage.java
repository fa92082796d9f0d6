package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The published schema as a page: a table for each object of the format. */
final class DefinitionPage {

    private static final String INTRO = """
            # Every key of a definition

            Made of the JSON Schema that the server publishes at `/api/v1/schemas/workflow-v1.json`. Keys in bold have to be there. Where
            it says *any JSON*, texts may contain `${ expressions }`; what they see, and how durations are written, is said in [expressions.md](expressions.md). What a definition
            means is told in [rollback.md](../explanation/rollback.md), [outcomes.md](../how-to/outcomes.md), [loops.md](../how-to/loops.md), [signals.md](../how-to/signals.md),
            [limits.md](../how-to/limits.md) and [concurrency.md](../how-to/concurrency.md); what the lint says of one in [lint.md](lint.md).
            """;
    private final JsonNode schema;
    private final List<String> undocumented = new ArrayList<>();

    DefinitionPage(JsonNode schema) {
        this.schema = schema;
    }

    private Map<String, String> sections() {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("", "Workflow");
        sections.put("/$defs/saga", "Saga");
        sections.put("/$defs/task", "Every task");
        sections.put("/$defs/handler", "Handler");
        sections.put("/$defs/rollbackTo", "Rollback to a save-point");
        for (int kind = 0; kind < schema.at("/$defs/task/oneOf").size(); kind++) {
            sections.put("/$defs/task/oneOf/" + kind, "Task: ");
        }
        sections.put("/$defs/compensate", "Compensate");
        sections.put("/$defs/probe", "Probe");
        sections.put("/$defs/retry", "Retry");
        sections.put("/$defs/timeouts", "Timeouts");
        sections.put("/$defs/fail", "Fail");
        sections.put("/$defs/runConcurrency", "Concurrency of runs");
        sections.put("/$defs/taskConcurrency", "Concurrency of a task");
        sections.put("/$defs/fairness", "Fairness");
        sections.put("/$defs/rateLimit", "Rate limit");
        return sections;
    }

    String text() {
        StringBuilder text = new StringBuilder(INTRO);
        sections().forEach((at, title) -> {
            JsonNode rule = schema.at(at);
            String kind = title.endsWith(": ") ? rule.at("/required/0").asText() : "";
            text.append("\n## ").append(title).append(kind).append("\n\n");
            text.append("| Key | Type | Default | Example | |\n|---|---|---|---|---|\n");
            rows(rule, "", text);
        });
        return text.toString();
    }

    /** Keys of which nothing is said. */
    List<String> undocumented() {
        text();
        return undocumented;
    }

    private void rows(JsonNode rule, String before, StringBuilder text) {
        List<String> required = texts(rule.path("required"));
        rule.path("properties").properties().forEach(entry -> {
            String key = before + entry.getKey();
            JsonNode field = entry.getValue();
            text.append("| ").append(required.contains(entry.getKey()) ? "**`" + key + "`**" : "`" + key + "`");
            text.append(" | ").append(typeOf(field));
            text.append(" | ").append(code(field.path("default")));
            text.append(" | ").append(code(field.at("/examples/0")));
            text.append(" | ").append(field.path("description").asText()).append(" |\n");
            if (!field.has("description") || !field.has("examples")) {
                undocumented.add(key);
            }
            inside(field).forEach(inner -> rows(inner, key + ".", text));
        });
    }

    /** Objects that stand in a key and in no section of their own. */
    private static List<JsonNode> inside(JsonNode field) {
        List<JsonNode> inside = new ArrayList<>(List.of(field, field.path("items")));
        if (field.path("additionalProperties").isObject()) {
            inside.add(field.path("additionalProperties"));
        }
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode rule : inside) {
            all.add(rule);
            rule.path("oneOf").forEach(all::add);
        }
        return all.stream().filter(rule -> rule.has("properties")).toList();
    }

    private String typeOf(JsonNode field) {
        if (field.has("$ref")) {
            return named(field.path("$ref").asText());
        }
        if (field.has("const")) {
            return code(field.path("const"));
        }
        if (field.has("enum")) {
            return stream(field.path("enum")).map(DefinitionPage::code).collect(Collectors.joining(", "));
        }
        for (String alternatives : List.of("oneOf", "anyOf")) {
            if (field.has(alternatives)) {
                return stream(field.path(alternatives))
                        .map(this::typeOf)
                        .distinct()
                        .collect(Collectors.joining(" or "));
            }
        }
        if (field.has("allOf")) {
            return typeOf(field.at("/allOf/0"));
        }
        if (field.path("type").isArray()) {
            return String.join(" or ", texts(field.path("type")));
        }
        return switch (field.path("type").asText()) {
            case "" -> "any JSON";
            case "array" -> field.has("items") ? "list of " + typeOf(field.path("items")) : "list";
            case "integer", "number" -> "number" + range(field);
            default -> field.path("type").asText();
        };
    }

    private static String range(JsonNode field) {
        String min = field.path("minimum").asText();
        return field.has("maximum")
                ? ", " + min + " to " + field.path("maximum").asText()
                : field.has("minimum") ? ", at least " + min : "";
    }

    private String named(String reference) {
        String section = sections().get(reference.substring(1));
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        if (section != null && !name.equals("task")) {
            return "[" + section.toLowerCase(Locale.ROOT) + "](#"
                    + section.toLowerCase(Locale.ROOT).replace(' ', '-') + ")";
        }
        return switch (name) {
            case "block", "task" -> name.equals("block") ? "list of [tasks](#every-task)" : "[task](#every-task)";
            case "retryRef" -> "name or [retry](#retry)";
            case "lockNames" -> "list of text";
            case "name", "word", "text" -> "text";
            case "time" -> "duration, moment or expression";
            case "priority" -> "`P0` to `P3`";
            default -> name;
        };
    }

    private static String code(JsonNode value) {
        return value.isMissingNode()
                ? ""
                : "`" + (value.isTextual() ? value.textValue() : value.toString()).replace("|", "\\|") + "`";
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static List<String> texts(JsonNode list) {
        return stream(list).map(JsonNode::asText).toList();
    }
}
