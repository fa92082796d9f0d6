package com.orchestrator.api.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns what a caller passes into JSON of our own, exactly: no digit is lost, and nobody can change it later. */
final class JsonValues {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    private JsonValues() {}

    /** Whatever Jackson can write. Printing and reading it back makes a copy and refuses what is no JSON, such as NaN. */
    static JsonNode of(@Nullable Object value) {
        return parse(print(value));
    }

    /** A JSON document as text. */
    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** By way of bytes, where half a character is escaped: as it is, it would be lost when the text is encoded. */
    static String print(@Nullable Object value) {
        try {
            return new String(MAPPER.writeValueAsBytes(value), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    static String requireText(@Nullable String text, String key) {
        if (Objects.requireNonNull(text, key).isBlank()) {
            throw new IllegalArgumentException("'" + key + "' is blank");
        }
        return text;
    }
}
