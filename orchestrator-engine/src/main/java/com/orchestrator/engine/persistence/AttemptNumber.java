package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.orchestrator.engine.decision.ExecutionId;
import java.io.IOException;
import java.util.UUID;

/** Within a run its attempts are written by number; every other id as its text. */
final class AttemptNumber {

    /** Attribute that says which run is written or read. */
    static final Object RUN = AttemptNumber.class;

    static final JsonSerializer<UUID> WRITER = new JsonSerializer<>() {
        @Override
        public void serialize(UUID id, JsonGenerator json, SerializerProvider provider) throws IOException {
            int number = ExecutionId.numberOf(id);
            if (provider.getAttribute(RUN) instanceof UUID run
                    && number > 0
                    && id.equals(ExecutionId.of(run, number))) {
                json.writeNumber(number);
            } else {
                json.writeString(id.toString());
            }
        }
    };

    static final JsonDeserializer<UUID> READER = new JsonDeserializer<>() {
        @Override
        public UUID deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && context.getAttribute(RUN) instanceof UUID run) {
                return ExecutionId.of(run, json.getIntValue());
            }
            return UUID.fromString(json.getText());
        }
    };

    private AttemptNumber() {}
}
