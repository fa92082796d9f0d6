package com.orchestrator.engine.decision;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.Payload;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether work happened, in the words of a probe or of a person's evidence: <code>{"happened": true, "output": …}</code>
 * or <code>{"happened": false}</code>. Fields beside these are for people.
 *
 * @param output of the work that happened, byte for byte; the empty object when nothing is said
 */
public record ProbeAnswer(boolean happened, Payload output) {

    /** Knows where a value stands in its source, so that the output is cut out of it and not printed again. */
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Body(@Nullable JsonNode happened, @Nullable Payload output) {}

    /** Empty when it says neither. */
    public static Optional<ProbeAnswer> of(Payload said) {
        try {
            Body body = MAPPER.readValue(said.bytes(), Body.class);
            return body == null || body.happened() == null || !body.happened().isBoolean()
                    ? Optional.empty()
                    : Optional.of(new ProbeAnswer(body.happened().booleanValue(), outputOf(body)));
        } catch (IOException notAnAnswer) {
            return Optional.empty();
        }
    }

    private static Payload outputOf(Body body) {
        return body.output() == null ? Payload.EMPTY_OBJECT : body.output();
    }
}
