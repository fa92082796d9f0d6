package com.orchestrator.engine.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.definition.DurationText;
import com.orchestrator.engine.plan.WaitTime;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

/**
 * One spelling for durations and numbers that mean the same: {@code 24h}, {@code 1d} and {@code PT24H}, {@code 2} and
 * {@code 2.0}. Done only where the published schema says that a value is a duration or a number; what stands in inputs
 * is the author's.
 */
final class Spelling {

    private static final JsonNode SCHEMA = schema();
    private static final String DURATION = "#/$defs/duration";

    private Spelling() {}

    private static JsonNode schema() {
        try {
            return new ObjectMapper().readTree(WorkflowSchema.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The published schema is no JSON", e);
        }
    }

    /** @param document one that passed every check */
    static JsonNode unified(JsonNode document) {
        return unified(document, applying(SCHEMA));
    }

    private static JsonNode unified(JsonNode node, List<JsonNode> schemas) {
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties()
                    .forEach(field ->
                            object.set(field.getKey(), unified(field.getValue(), ofField(schemas, field.getKey()))));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            List<JsonNode> ofElements = each(schemas, "items");
            node.forEach(element -> array.add(unified(element, ofElements)));
            return array;
        }
        return scalar(node, schemas);
    }

    private static JsonNode scalar(JsonNode node, List<JsonNode> schemas) {
        if (node.isTextual() && schemas.stream().anyMatch(Spelling::isDuration)) {
            return duration(node);
        }
        boolean isNumber = node.isNumber() && schemas.stream().anyMatch(Spelling::isNumber);
        return isNumber ? number(node.decimalValue()) : node;
    }

    private static boolean isDuration(JsonNode schema) {
        return schema.path("$ref").asText().equals(DURATION);
    }

    private static boolean isNumber(JsonNode schema) {
        return schema.path("type").asText().equals("number");
    }

    /** Where a wait may also be told a moment or an expression, those stay as they are. */
    private static JsonNode duration(JsonNode text) {
        try {
            return JsonNodeFactory.instance.textNode(DurationText.of(WaitTime.duration(text.textValue())));
        } catch (DateTimeException | ArithmeticException noDuration) {
            return text;
        }
    }

    private static JsonNode number(BigDecimal number) {
        return JsonNodeFactory.instance.numberNode(
                new BigDecimal(number.stripTrailingZeros().toPlainString()));
    }

    private static List<JsonNode> ofField(List<JsonNode> schemas, String key) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode schema : schemas) {
            JsonNode named = schema.path("properties").path(key);
            found.addAll(applying(named.isMissingNode() ? schema.path("additionalProperties") : named));
        }
        return found;
    }

    private static List<JsonNode> each(List<JsonNode> schemas, String key) {
        return schemas.stream()
                .flatMap(schema -> applying(schema.path(key)).stream())
                .toList();
    }

    /** The schema itself, what it refers to and all of its alternatives: a valid document fits one of them. */
    private static List<JsonNode> applying(JsonNode schema) {
        List<JsonNode> all = new ArrayList<>(List.of(schema));
        if (schema.has("$ref")) {
            all.addAll(applying(SCHEMA.at(schema.path("$ref").asText().substring(1))));
        }
        for (String alternatives : List.of("oneOf", "anyOf", "allOf")) {
            schema.path(alternatives).forEach(alternative -> all.addAll(applying(alternative)));
        }
        return all;
    }
}
