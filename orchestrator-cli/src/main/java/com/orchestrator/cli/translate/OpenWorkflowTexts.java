package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expressions in jq that are paths or comparisons of paths, as ours. */
final class OpenWorkflowTexts {

    private static final Pattern WHOLE = Pattern.compile("\\$\\{(.*)}", Pattern.DOTALL);
    private static final Pattern COMPARISON =
            Pattern.compile("\\(?\\s*(\\S+)\\s*(==|!=|<=|>=|<|>)\\s*(\\S+|\"[^\"]*\")\\s*\\)?");
    private static final Pattern LITERAL = Pattern.compile("-?\\d+(\\.\\d+)?|true|false|null|\"[^\"]*\"");

    private final Draft draft;

    OpenWorkflowTexts(Draft draft) {
        this.draft = draft;
    }

    JsonNode of(JsonNode node, Document document, String pointer) {
        if (node.isTextual()) {
            Matcher whole = WHOLE.matcher(node.textValue().strip());
            return whole.matches()
                    ? TextNode.valueOf("${ " + expression(whole.group(1).strip(), document, pointer) + " }")
                    : node;
        }
        if (node.isArray()) {
            ArrayNode list = Draft.list();
            for (int i = 0; i < node.size(); i++) {
                list.add(of(node.get(i), document, pointer + "/" + i));
            }
            return list;
        }
        if (node.isObject()) {
            ObjectNode object = Draft.object();
            node.properties()
                    .forEach(field ->
                            object.set(field.getKey(), of(field.getValue(), document, pointer + "/" + field.getKey())));
            return object;
        }
        return node;
    }

    /** Bare or in braces. */
    String condition(String text, Document document, String pointer) {
        Matcher whole = WHOLE.matcher(text.strip());
        return expression(whole.matches() ? whole.group(1).strip() : text.strip(), document, pointer);
    }

    String expression(String jq, Document document, String pointer) {
        Matcher comparison = COMPARISON.matcher(jq);
        if (comparison.matches()) {
            return operand(comparison.group(1), document, pointer) + " " + comparison.group(2) + " "
                    + operand(comparison.group(3), document, pointer);
        }
        return operand(jq, document, pointer);
    }

    private String operand(String jq, Document document, String pointer) {
        if (LITERAL.matcher(jq).matches()) {
            return jq.startsWith("\"") ? Texts.quoted(jq.substring(1, jq.length() - 1)) : jq;
        }
        String root = jq.startsWith("$") ? jq.replaceAll("^\\$([A-Za-z_]+).*$", "$1") : "";
        String rest = root.isEmpty() ? jq.equals(".") ? "" : jq : jq.substring(root.length() + 1);
        Path path = Path.read(rest).orElse(null);
        if (path == null || (root.isEmpty() && !jq.startsWith("."))) {
            draft.refuse(pointer, "'" + jq + "' is more than a path or a comparison");
            return "null";
        }
        return switch (root) {
            case "", "input" -> document.at(path);
            case "context" -> path.of("vars");
            case "error" -> path.of("error");
            case "workflow" -> path.of("").startsWith(".input") ? path.of("").substring(1) : path.of("workflow");
            default -> path.of(root);
        };
    }
}
