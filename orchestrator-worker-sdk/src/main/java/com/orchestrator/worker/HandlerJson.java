package com.orchestrator.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.orchestrator.api.model.Payload;
import org.jspecify.annotations.Nullable;

/** The mapper for inputs and outputs, of handlers and of runs, when the application brings none of its own. */
public final class HandlerJson {

    private HandlerJson() {}

    /**
     * Ignores fields the handler does not know, so that a workflow may grow before its workers do. Knows {@code java.time},
     * {@code Optional} and sealed interfaces besides what Jackson knows by itself.
     */
    public static ObjectMapper mapper() {
        return JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .annotationIntrospector(new SealedTypes())
                .addModule(JavaTimeJson.module())
                .addModule(OptionalJson.module())
                .build();
    }

    /** The empty object when there is none. */
    static Payload payload(ObjectMapper mapper, @Nullable Object value) {
        if (value == null) {
            return Payload.EMPTY_OBJECT;
        }
        try {
            return Payload.ofJson(mapper.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A " + value.getClass().getName() + " cannot be written as JSON", e);
        }
    }
}
