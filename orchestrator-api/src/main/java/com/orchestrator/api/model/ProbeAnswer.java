package com.orchestrator.api.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether work happened, in the words of a probe or of a person's evidence: <code>{"happened": true, "output": …}</code>
 * or <code>{"happened": false}</code>. Fields beside these are for people. Handlers of probes may return one.
 *
 * @param output of the work that happened; the empty object when absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProbeAnswer(boolean happened, @Nullable Payload output) {

    /** Knows where a value stands in its source, so that the output is cut out of it and not printed again. */
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Body(
            @Nullable JsonNode happened, @Nullable Payload output) {}

    /** It happened, with this output. */
    public static ProbeAnswer happened(Payload output) {
        return new ProbeAnswer(true, output);
    }

    /** It did not. */
    public static ProbeAnswer didNotHappen() {
        return new ProbeAnswer(false, null);
    }

    /** Reads it; empty when it says neither. */
    public static Optional<ProbeAnswer> of(Payload said) {
        try {
            Body body = MAPPER.readValue(said.bytes(), Body.class);
            JsonNode happened = body == null ? null : body.happened();
            return happened == null || !happened.isBoolean()
                    ? Optional.empty()
                    : Optional.of(new ProbeAnswer(happened.booleanValue(), body.output()));
        } catch (IOException notAnAnswer) {
            return Optional.empty();
        }
    }
}
