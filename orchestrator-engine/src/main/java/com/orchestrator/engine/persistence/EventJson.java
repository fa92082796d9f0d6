package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.history.RunEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events ⇄ (stable type name, JSON). A type nobody knows is a fault; a field nobody knows is from a newer server. */
public final class EventJson {

    /** Knows where a value stands in its source, so that payloads are cut out of it and not printed again. */
    private static final JsonFactory SOURCES = JsonFactory.builder()
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** As readers of histories see it. */
    private static final ObjectMapper MAPPER =
            mapper().addModule(TimeText.module()).build();

    private static final Map<Class<?>, String> NAMES =
            RunEvent.kinds().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), RunEvent::typeOf));
    private static final Map<Class<?>, ObjectWriter> WRITERS = writers(MAPPER);
    private static final Map<String, ObjectReader> READERS = readers(MAPPER);

    private EventJson() {}

    /** What all JSON of events has in common; how ids and times are written is the caller's. */
    static JsonMapper.Builder mapper() {
        return JsonMapper.builder(SOURCES)
                .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
                .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
                .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
    }

    static Map<Class<?>, ObjectWriter> writers(ObjectMapper mapper) {
        return NAMES.keySet().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), mapper::writerFor));
    }

    static Map<String, ObjectReader> readers(ObjectMapper mapper) {
        return NAMES.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, type -> mapper.readerFor(type.getKey())));
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
            throw unknown(type);
        }
        try {
            return reader.readValue(data.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new InvariantViolation("Event " + type + " cannot be read: " + data, e);
        }
    }

    static JsonGenerator generator(OutputStream text) throws IOException {
        return MAPPER.getFactory().createGenerator(text);
    }

    static JsonParser parser(byte[] text) throws IOException {
        return MAPPER.getFactory().createParser(text);
    }

    static InvariantViolation unknown(@Nullable String type) {
        return new InvariantViolation("Unknown event type " + type + ": was this history written by a newer server?");
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
