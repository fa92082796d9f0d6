package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.lint.LintCode;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@link LintCode#KEY_MAY_BE_NULL}: finds keys that say null themselves, or read an input whose schema allows it. */
final class NullableKeys {

    private static final Pattern NULL = Pattern.compile("\\$\\{[^}]*\\bnull\\b");
    private static final Pattern INPUT = Pattern.compile("\\$\\{\\s*input\\.([A-Za-z0-9_]+)\\s*}");

    private NullableKeys() {}

    /** @param keys where they stand in the document */
    static void check(JsonNode document, List<String> keys, Faults faults) {
        for (String pointer : keys) {
            String text = document.at(pointer).asText();
            if (NULL.matcher(text).find()) {
                faults.finding(pointer, LintCode.KEY_MAY_BE_NULL, "'" + text + "' can be null");
            } else if (readsNullable(text, document.at("/input/schema/properties"))) {
                String detail = "'" + text + "' can be null, as the schema of the input has it";
                faults.finding(pointer, LintCode.KEY_MAY_BE_NULL, detail);
            }
        }
    }

    private static boolean readsNullable(String text, JsonNode properties) {
        Matcher input = INPUT.matcher(text);
        return input.matches() && properties.has(input.group(1)) && allowsNull(properties.get(input.group(1)));
    }

    private static boolean allowsNull(JsonNode schema) {
        if (schema.has("const")) {
            return schema.get("const").isNull();
        }
        if (schema.has("enum")) {
            return hasNull(schema.get("enum"), JsonNode::isNull);
        }
        JsonNode type = schema.path("type");
        return type.isArray() ? hasNull(type, word -> word.asText().equals("null")) : !type.isTextual();
    }

    private static boolean hasNull(JsonNode list, Predicate<JsonNode> isNull) {
        for (JsonNode element : list) {
            if (isNull.test(element)) {
                return true;
            }
        }
        return false;
    }
}
