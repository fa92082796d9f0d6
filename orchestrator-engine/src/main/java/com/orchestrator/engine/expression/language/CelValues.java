package com.orchestrator.engine.expression.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.UnsignedLong;
import com.google.protobuf.ByteString;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.ExpressionFailure;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON ⇄ what CEL computes with. Integers of 64 bits are longs, all other numbers are decimals with every digit, null is
 * CEL's own.
 */
public final class CelValues {

    private static final int RESULT_NODES_MAX = 50_000;
    private static final int RESULT_BYTES_MAX = 256 * 1024;
    private static final String TOO_LARGE = "the result is larger than 256 KiB";

    private int nodesLeft = RESULT_NODES_MAX;
    private long charsLeft = RESULT_BYTES_MAX;
    private int depth;

    private CelValues() {}

    /** A number too far away to compute with: it is only passed on. */
    private record FarNumber(JsonNode json) {}

    /** The value, all of it. */
    public static Object fromJson(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> fromObject(node);
            case ARRAY -> fromArray(node);
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER ->
                node.isIntegralNumber() && node.canConvertToLong()
                        ? (Object) node.longValue()
                        : (Object) node.decimalValue();
            case POJO -> new FarNumber(node);
            case NULL, MISSING, BINARY -> NullValue.NULL_VALUE;
        };
    }

    private static Map<String, Object> fromObject(JsonNode node) {
        Map<String, Object> map = new LinkedHashMap<>();
        node.properties().forEach(field -> map.put(field.getKey(), fromJson(field.getValue())));
        return map;
    }

    private static List<Object> fromArray(JsonNode node) {
        List<Object> list = new ArrayList<>(node.size());
        node.forEach(element -> list.add(fromJson(element)));
        return list;
    }

    /** @throws ExpressionFailure when the result is too large or no JSON value */
    public static Payload toJson(Object value) {
        Payload payload = Payload.ofTree(new CelValues().node(value));
        if (payload.size() > RESULT_BYTES_MAX) {
            throw new ExpressionFailure(TOO_LARGE);
        }
        return payload;
    }

    private JsonNode node(Object value) {
        if (--nodesLeft < 0) {
            throw new ExpressionFailure("the result has more than " + RESULT_NODES_MAX + " values");
        }
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (value instanceof String text) {
            return json.textNode(counted(text));
        } else if (value instanceof Boolean flag) {
            return json.booleanNode(flag);
        } else if (value instanceof Long number) {
            return json.numberNode(number);
        } else if (value instanceof BigDecimal number) {
            return number(number);
        } else if (value instanceof Double number) {
            return number(number);
        } else if (value instanceof Map<?, ?> map) {
            return object(map);
        } else if (value instanceof Iterable<?> list) {
            return array(list);
        }
        return scalar(value);
    }

    /** The same text may be in the result many times: it costs nothing until it is printed. */
    private String counted(String text) {
        charsLeft -= text.length();
        if (charsLeft < 0) {
            throw new ExpressionFailure(TOO_LARGE);
        }
        return text;
    }

    private JsonNode number(BigDecimal number) {
        charsLeft -= number.precision();
        if (charsLeft < 0) {
            throw new ExpressionFailure(TOO_LARGE);
        }
        return DecimalNode.valueOf(number);
    }

    private static JsonNode number(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new ExpressionFailure("the result is not a finite number");
        }
        return JsonNodeFactory.instance.numberNode(number);
    }

    private JsonNode scalar(Object value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? node(optional.get()) : json.nullNode();
        } else if (value instanceof NullValue) {
            return json.nullNode();
        } else if (value instanceof Instant || value instanceof Duration) {
            return json.textNode(value.toString());
        } else if (value instanceof FarNumber number) {
            return number.json();
        } else if (value instanceof UnsignedLong number) {
            return json.numberNode(number.bigIntegerValue());
        } else if (value instanceof CelByteString bytes) {
            return json.textNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
        } else if (value instanceof ByteString bytes) {
            return json.textNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
        }
        throw new ExpressionFailure(
                "the result is no JSON value but a " + value.getClass().getSimpleName());
    }

    private void enter() {
        if (++depth > Nesting.MAX) {
            throw new ExpressionFailure("the result is nested more than " + Nesting.MAX + " deep");
        }
    }

    private JsonNode object(Map<?, ?> map) {
        enter();
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        map.forEach((key, value) -> object.set(counted(String.valueOf(key)), node(value)));
        depth--;
        return object;
    }

    private JsonNode array(Iterable<?> list) {
        enter();
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        list.forEach(element -> array.add(node(element)));
        depth--;
        return array;
    }
}
