package com.orchestrator.api.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Trees in which every number has all of its digits: integers as they are, everything else as decimals. A number whose
 * exponent is beyond {@value #EXPONENT_MAX} is a {@code POJONode} that prints as it was written: nothing can be computed with it,
 * and nobody can be made to write it out.
 */
public final class JsonTree {

    static final int EXPONENT_MAX = 1_000_000_000;

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser in;

    private JsonTree(JsonParser in) {
        this.in = in;
    }

    /**
     * One whole text.
     *
     * @return a missing node when the text is empty
     * @throws IOException when it is not exactly one JSON value
     */
    public static JsonNode read(byte[] utf8) throws IOException {
        try (JsonParser in = FACTORY.createParser(utf8)) {
            if (in.nextToken() == null) {
                return NODES.missingNode();
            }
            JsonNode tree = new JsonTree(in).value();
            if (in.nextToken() != null) {
                throw new JsonParseException(in, "There is text after the end of the value");
            }
            return tree;
        }
    }

    private JsonNode value() throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> NODES.textNode(in.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal(in.getText());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new JsonParseException(in, "Unexpected " + in.currentToken());
        };
    }

    private JsonNode object() throws IOException {
        ObjectNode object = NODES.objectNode();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            object.set(name, value());
        }
        return object;
    }

    private JsonNode array() throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }

    private JsonNode integer() throws IOException {
        return switch (in.getNumberType()) {
            case INT -> NODES.numberNode(in.getIntValue());
            case LONG -> NODES.numberNode(in.getLongValue());
            default -> NODES.numberNode(in.getBigIntegerValue());
        };
    }

    /**
     * One number as it is written in JSON: an integer node when it has neither point nor exponent, a decimal node otherwise, and
     * none of both when its exponent is too large.
     */
    public static JsonNode number(String text) {
        boolean plain = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        return plain ? NODES.numberNode(new BigInteger(text)) : decimal(text);
    }

    private static JsonNode decimal(String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            boolean near = Math.abs((long) number.scale()) <= EXPONENT_MAX;
            if (near || number.signum() == 0) {
                return DecimalNode.valueOf(near ? number : BigDecimal.ZERO);
            }
        } catch (NumberFormatException beyond) {
            return isZero(text) ? DecimalNode.ZERO : far(text);
        }
        return far(text);
    }

    private static boolean isZero(String text) {
        return text.chars().takeWhile(c -> c != 'e' && c != 'E').noneMatch(c -> c >= '1' && c <= '9');
    }

    private static JsonNode far(String text) {
        return NODES.rawValueNode(new RawValue(text));
    }
}
