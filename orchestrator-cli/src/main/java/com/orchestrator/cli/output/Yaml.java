package com.orchestrator.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes JSON as YAML: blocks, and text in quotes wherever a reader might take it for something else. */
public final class Yaml {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*");
    private static final Pattern WORD_WITH_A_MEANING =
            Pattern.compile("(?i)null|true|false|yes|no|on|off|y|n|~|\\.inf|\\.nan");

    private final StringBuilder text = new StringBuilder();

    private Yaml() {}

    /** Ends with a line end. */
    public static String of(JsonNode node) {
        Yaml yaml = new Yaml();
        if (hasLines(node)) {
            yaml.lines(node, "");
        } else {
            yaml.scalar(node);
            yaml.text.append('\n');
        }
        return yaml.text.toString();
    }

    private static boolean hasLines(JsonNode node) {
        return node.isContainerNode() && !node.isEmpty();
    }

    private void lines(JsonNode node, String indent) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                text.append(indent).append(word(field.getKey())).append(':');
                below(field.getValue(), field.getValue().isArray() ? indent : indent + "  ");
            }
        } else {
            for (JsonNode item : node) {
                text.append(indent).append('-');
                item(item, indent + "  ");
            }
        }
    }

    private void below(JsonNode value, String indent) {
        if (hasLines(value)) {
            text.append('\n');
            lines(value, indent);
        } else {
            text.append(' ');
            scalar(value);
            text.append('\n');
        }
    }

    /** The first line of what is in an item stands behind its dash. */
    private void item(JsonNode item, String indent) {
        if (hasLines(item)) {
            int start = text.length();
            lines(item, indent);
            text.replace(start, start + indent.length(), " ");
        } else {
            below(item, indent);
        }
    }

    private void scalar(JsonNode node) {
        text.append(node.isTextual() ? word(node.textValue()) : Json.text(node));
    }

    private static String word(String value) {
        boolean isPlain = PLAIN.matcher(value).matches()
                && !WORD_WITH_A_MEANING.matcher(value).matches();
        return isPlain ? value : Json.text(com.fasterxml.jackson.databind.node.TextNode.valueOf(value));
    }
}
