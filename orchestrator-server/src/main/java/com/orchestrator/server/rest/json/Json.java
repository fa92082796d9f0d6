package com.orchestrator.server.rest.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.HistoryEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The one JSON reader and writer of the server. Strict: what the JSON grammar or a record does not allow is refused, never
 * guessed. It always parses a complete byte array, because payloads are cut out of it unchanged
 * ({@link com.orchestrator.api.model.Payload}).
 */
public final class Json {

    static final int NESTING_MAX = 200;
    static final int NUMBER_CHARS_MAX = 1_000;

    private final ObjectMapper mapper;

    /** @param stringCharsMax longest string; the body limit, so that it is never the stricter of the two */
    public Json(int stringCharsMax) {
        mapper = strict(JsonMapper.builder(factory(stringCharsMax))).build();
    }

    private static JsonFactory factory(int stringCharsMax) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(NESTING_MAX)
                        .maxNumberLength(NUMBER_CHARS_MAX)
                        .maxStringLength(stringCharsMax)
                        .build())
                .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    private static JsonMapper.Builder strict(JsonMapper.Builder builder) {
        return builder.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfigDefaults(
                        coercion -> coercion.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .withCoercionConfig(
                        LogicalType.Textual,
                        coercion -> coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .addModule(new TimeModule())
                .addMixIn(HistoryEntry.class, WithoutNulls.class);
    }

    /** Parses one whole document. */
    public <T> T read(byte[] document, Class<T> type) {
        return read(document, mapper.constructType(type));
    }

    /** Parses one whole document into a type with parameters. */
    public <T> T read(byte[] document, TypeReference<T> type) {
        return read(document, mapper.constructType(type));
    }

    private <T> T read(byte[] document, JavaType type) {
        refuseUnreadable(document);
        try {
            T value = mapper.readValue(document, type);
            if (value == null) {
                throw Refusals.invalid("", "The body must be an object, not null", null);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new JsonFault(document, mapper.getFactory()).refusal(e);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    /** A raw NUL is never JSON, and Jackson would take it for UTF-16. */
    private static void refuseUnreadable(byte[] document) {
        for (int at = 0; at < document.length; at++) {
            if (document[at] == 0) {
                String detail = "The body contains a NUL byte at offset " + at;
                throw new OrchestratorException(
                        ErrorCode.MALFORMED_REQUEST, detail, List.of(new Problem.Detail("", 0, 0, detail, null)));
            }
        }
    }

    /** Prints a value in UTF-8. */
    public byte[] write(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A " + value.getClass().getSimpleName() + " could not be printed", e);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private interface WithoutNulls {}
}
