package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Conductor file writes as {@code ${ref.output.x}}, as expressions of ours. */
final class ConductorTexts {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern PLACE = Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z]+)(.*)");

    private final Draft draft;

    ConductorTexts(Draft draft) {
        this.draft = draft;
    }

    /** The same document with other texts. */
    JsonNode of(JsonNode node, String pointer) {
        if (node.isTextual()) {
            return TextNode.valueOf(text(node.textValue(), pointer));
        }
        if (node.isArray()) {
            ArrayNode list = Draft.list();
            for (int i = 0; i < node.size(); i++) {
                list.add(of(node.get(i), pointer + "/" + i));
            }
            return list;
        }
        if (node.isObject()) {
            ObjectNode object = Draft.object();
            node.properties()
                    .forEach(field -> object.set(field.getKey(), of(field.getValue(), pointer + "/" + field.getKey())));
            return object;
        }
        return node;
    }

    String text(String text, String pointer) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder written = new StringBuilder();
        while (matcher.find()) {
            String expression = expression(matcher.group(1).strip(), pointer);
            matcher.appendReplacement(written, Matcher.quoteReplacement("${ " + expression + " }"));
        }
        return matcher.appendTail(written).toString();
    }

    /** An expression of ours for what stands between the braces. */
    String expression(String reference, String pointer) {
        Matcher matcher = PLACE.matcher(reference);
        Path path = matcher.matches() ? Path.read(matcher.group(3)).orElse(null) : null;
        if (path == null) {
            draft.refuse(pointer, "'${" + reference + "}' is more than a path");
            return "null";
        }
        String root = matcher.group(1);
        String field = matcher.group(2);
        if (root.equals("workflow")) {
            return ofWorkflow(field, path, reference, pointer);
        }
        if (!field.equals("output")) {
            draft.refuse(pointer, "'${" + reference + "}': of other tasks only the output is known");
            return "null";
        }
        return path.of("tasks." + draft.id(root) + ".output");
    }

    private String ofWorkflow(String field, Path path, String reference, String pointer) {
        return switch (field) {
            case "input" -> path.of("input");
            case "variables" -> path.of("vars");
            case "workflowId" -> "workflow.instanceId";
            case "correlationId" -> "workflow.runId";
            case "workflowType" -> "workflow.name";
            case "version" -> "workflow.revision";
            default -> {
                draft.refuse(pointer, "'${" + reference + "}' is not known here");
                yield "null";
            }
        };
    }
}
