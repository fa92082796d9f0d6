package com.orchestrator.worker.effects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Outputs as they are recorded: with the mapper that also writes them to the engine. */
record OutputJson<O>(ObjectMapper mapper, Class<O> type) {

    /** Read back at once: an output that a redelivery could not return must not be recorded. */
    String write(O output) {
        try {
            String json = mapper.writeValueAsString(output);
            parse(json);
            return json;
        } catch (JsonProcessingException e) {
            throw EffectFailures.unwritable(type, e);
        }
    }

    O read(@Nullable String json) {
        if (json == null) {
            throw EffectFailures.unreadable(type, "there is none");
        }
        try {
            return parse(json);
        } catch (JsonProcessingException e) {
            throw EffectFailures.unreadable(type, String.valueOf(e.getMessage()));
        }
    }

    private O parse(String json) throws JsonProcessingException {
        O output = mapper.readValue(json, type);
        if (output == null) {
            throw new IllegalStateException(
                    "The work has returned null; call once without a type for work without output");
        }
        return output;
    }
}
