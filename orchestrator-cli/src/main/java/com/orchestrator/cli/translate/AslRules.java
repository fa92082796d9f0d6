package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rules of a {@code Choice} as conditions of ours. */
final class AslRules {

    private static final Map<String, String> SIGNS = Map.of(
            "Equals", "==", "LessThan", "<", "GreaterThan", ">", "LessThanEquals", "<=", "GreaterThanEquals", ">=");
    private static final List<String> TYPES = List.of("String", "Numeric", "Boolean", "Timestamp");

    private final Draft draft;
    private final AslTexts texts;

    AslRules(Draft draft, AslTexts texts) {
        this.draft = draft;
        this.texts = texts;
    }

    String condition(JsonNode rule, Document document, String pointer) {
        if (rule.has("And") || rule.has("Or")) {
            String word = rule.has("And") ? "And" : "Or";
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < rule.get(word).size(); i++) {
                parts.add("(" + condition(rule.get(word).get(i), document, pointer + "/" + word + "/" + i) + ")");
            }
            return String.join(word.equals("And") ? " && " : " || ", parts);
        }
        if (rule.has("Not")) {
            return "!(" + condition(rule.get("Not"), document, pointer + "/Not") + ")";
        }
        String value = texts.expression(rule.path("Variable").asText(), document, pointer + "/Variable");
        for (Map.Entry<String, JsonNode> field : rule.properties()) {
            String comparison = comparison(field.getKey(), field.getValue(), value, document, pointer);
            if (!comparison.isEmpty()) {
                return comparison;
            }
        }
        draft.refuse(pointer, "this rule is not known here");
        return "false";
    }

    /** Empty when the field says something else. */
    private String comparison(String name, JsonNode to, String value, Document document, String pointer) {
        if (name.equals("IsNull")) {
            return value + (to.asBoolean() ? " == null" : " != null");
        }
        if (name.equals("IsPresent")) {
            return (to.asBoolean() ? "" : "!") + "has(" + value + ")";
        }
        for (String type : TYPES) {
            if (name.startsWith(type)) {
                boolean isPath = name.endsWith("Path");
                String sign = SIGNS.get(name.substring(type.length(), name.length() - (isPath ? 4 : 0)));
                String other = isPath
                        ? texts.expression(to.asText(), document, pointer + "/" + name)
                        : to.isTextual() ? Texts.quoted(to.asText()) : to.toString();
                return sign == null ? "" : value + " " + sign + " " + other;
            }
        }
        return "";
    }
}
