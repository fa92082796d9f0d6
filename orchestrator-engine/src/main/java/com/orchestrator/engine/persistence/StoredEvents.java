package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.orchestrator.engine.history.RunEvent;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events of one page as they are kept: with short names and in short forms, because names and times were more than half of
 * a history. What was written with long ones is still read.
 */
record StoredEvents(PageFrame frame) {

    private static final ObjectMapper MAPPER = EventJson.mapper()
            .addModule(ShortForms.module())
            .propertyNamingStrategy(new StoredNames())
            .build();
    private static final Map<Class<?>, ObjectWriter> WRITERS = EventJson.writers(MAPPER);
    private static final Map<String, ObjectReader> READERS = EventJson.readers(MAPPER);

    /** Type and data, as two elements of an array. */
    void write(RunEvent event, JsonGenerator json) throws IOException {
        json.writeString(StoredNames.ofType(EventJson.typeOf(event)));
        Objects.requireNonNull(WRITERS.get(event.getClass()))
                .withAttribute(PageFrame.class, frame)
                .writeValue(json, event);
    }

    /** @param json in front of the type */
    RunEvent read(JsonParser json) throws IOException {
        @Nullable String type = json.nextTextValue();
        ObjectReader reader = type == null ? null : READERS.get(StoredNames.typeOf(type));
        if (reader == null) {
            throw EventJson.unknown(type);
        }
        json.nextToken();
        return reader.withAttribute(PageFrame.class, frame).readValue(json);
    }
}
