package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.decision.RunEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Events ⇄ (stable type name, JSON). A type nobody knows is a fault; a field nobody knows is from a newer server. */
public final class EventJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, InstantText.WRITER)
                    .addDeserializer(Instant.class, InstantText.READER))
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final Map<Class<?>, String> NAMES = Arrays.stream(RunEvent.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), EventJson::nameOf));
    private static final Map<Class<?>, ObjectWriter> WRITERS =
            NAMES.keySet().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), MAPPER::writerFor));
    private static final Map<String, ObjectReader> READERS = NAMES.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, type -> MAPPER.readerFor(type.getKey())));

    private EventJson() {}

    private static String nameOf(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    /** For example {@code TASK_COMPLETED}. */
    public static String typeOf(RunEvent event) {
        return Objects.requireNonNull(NAMES.get(event.getClass()));
    }

    public static String write(RunEvent event) {
        try {
            return Objects.requireNonNull(WRITERS.get(event.getClass())).writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new InvariantViolation("Event " + typeOf(event) + " cannot be written", e);
        }
    }

    public static RunEvent read(String type, String data) {
        ObjectReader reader = READERS.get(type);
        if (reader == null) {
            throw new InvariantViolation(
                    "Unknown event type " + type + ": was this history written by a newer server?");
        }
        try {
            return reader.readValue(data);
        } catch (JsonProcessingException e) {
            throw new InvariantViolation("Event " + type + " cannot be read: " + data, e);
        }
    }

    /** Any small value that is stored as JSON text. */
    static String print(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new InvariantViolation("A " + value.getClass().getSimpleName() + " cannot be written", e);
        }
    }

    static <T> T parse(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new InvariantViolation("Stored " + type.getSimpleName() + " cannot be read: " + json, e);
        }
    }

    static JsonNode tree(String json) {
        return parse(json, JsonNode.class);
    }
}
