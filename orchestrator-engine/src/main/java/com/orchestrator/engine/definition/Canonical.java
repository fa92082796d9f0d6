package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.model.Payload;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One form for all texts that mean the same: sorted keys, no white space, one spelling of durations. Numbers of inputs keep the
 * digits of their author; the hash sees their value only.
 */
final class Canonical {

    private Canonical() {}

    static Payload form(JsonNode document) {
        return Payload.ofTree(mapped(Spelling.unified(document), UnaryOperator.identity()));
    }

    /** With sorted keys. */
    private static JsonNode mapped(JsonNode node, UnaryOperator<JsonNode> scalars) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), mapped(field.getValue(), scalars)));
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            fields.forEach(object::set);
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(mapped(element, scalars)));
            return array;
        }
        return scalars.apply(node);
    }

    /** {@code 1.0}, {@code 1e0} and {@code 1} alike; an integer is written out unless that takes too many digits. */
    private static JsonNode shortest(JsonNode node) {
        if (!node.isNumber()) {
            return node;
        }
        BigDecimal number = node.decimalValue().stripTrailingZeros();
        boolean plain =
                number.scale() < 0 && (long) number.precision() - number.scale() <= SourceReader.NUMBER_CHARS_MAX;
        return DecimalNode.valueOf(plain ? number.setScale(0) : number);
    }

    /** The same for two canonical forms that are the same JSON value. */
    static String sha256(Payload canonical) {
        byte[] values =
                Payload.ofTree(mapped(canonical.tree(), Canonical::shortest)).bytes();
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(values));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
