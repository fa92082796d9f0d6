package com.orchestrator.server.fuzz;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.limit.Setting;
import com.orchestrator.api.model.Payload;
import com.orchestrator.server.rest.wire.JobBody;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Bodies that are right, made from the records that the endpoints take. */
final class Bodies {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A job has none; a batch has nothing else. */
    private static final String JOB_BATCH = "items";

    private final World world;

    Bodies(World world) {
        this.world = world;
    }

    /** @return empty when the endpoint takes none */
    Optional<JsonNode> of(Method handler) {
        return Arrays.stream(handler.getParameters())
                .filter(parameter -> parameter.getAnnotations().length == 0
                        && parameter.getType().isRecord())
                .map(parameter -> record(parameter.getType()))
                .findFirst();
    }

    private JsonNode record(Class<?> type) {
        ObjectNode object = NODES.objectNode();
        for (RecordComponent component : type.getRecordComponents()) {
            object.set(name(type, component), value(component.getGenericType(), component.getName()));
        }
        return type == JobBody.class && world.flips() ? object.without(JOB_BATCH) : object;
    }

    private static String name(Class<?> type, RecordComponent component) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> field.getName().equals(component.getName()))
                .flatMap(field -> Arrays.stream(field.getAnnotationsByType(JsonProperty.class)))
                .map(JsonProperty::value)
                .findFirst()
                .orElse(component.getName());
    }

    private JsonNode value(Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            if (raw == Setting.class) {
                return value(generic.getActualTypeArguments()[0], name);
            }
            return Collection.class.isAssignableFrom(raw)
                    ? NODES.arrayNode().add(value(generic.getActualTypeArguments()[0], name))
                    : NODES.objectNode().put("k", "v");
        }
        return type instanceof Class<?> plain ? plain(plain, name) : NODES.objectNode();
    }

    private JsonNode plain(Class<?> type, String name) {
        if (type == String.class) {
            return NODES.textNode(world.text(name));
        } else if (type == UUID.class) {
            return NODES.textNode(world.id(name));
        } else if (type == Payload.class) {
            return NODES.objectNode().put("n", 1);
        } else if (type == Instant.class) {
            return NODES.textNode("2999-01-01T00:00:00Z");
        } else if (type == Duration.class) {
            return NODES.textNode(name.startsWith("wait") ? "0s" : "1h");
        } else if (type == Boolean.class || type == boolean.class) {
            return NODES.booleanNode(false);
        } else if (type.isEnum()) {
            return NODES.textNode(String.valueOf(type.getEnumConstants()[0]));
        } else if (type.isRecord()) {
            return record(type);
        }
        return Map.class.isAssignableFrom(type) ? NODES.objectNode() : NODES.numberNode(1);
    }
}
