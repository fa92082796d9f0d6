package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.persistence.sql.ScheduleRows;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** What was said of schedules ⇄ JSON text. */
final class ScheduleJson implements ScheduleRows.Text {

    private static final ObjectMapper MAPPER = EventJson.mapper()
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, InstantText.WRITER)
                    .addDeserializer(Instant.class, InstantText.READER)
                    .addSerializer(Duration.class, new DurationWriter())
                    .addDeserializer(Duration.class, new DurationReader()))
            .build();

    @Override
    public String print(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new InvariantViolation("A " + value.getClass().getSimpleName() + " cannot be written", e);
        }
    }

    @Override
    public ScheduleSpec spec(String text) {
        return parse(text, ScheduleSpec.class);
    }

    @Override
    public Schedule.Incident incident(String text) {
        return parse(text, Schedule.Incident.class);
    }

    private static <T> T parse(String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new InvariantViolation("Stored " + type.getSimpleName() + " cannot be read: " + text, e);
        }
    }

    private static final class DurationWriter extends JsonSerializer<Duration> {
        @Override
        public void serialize(Duration value, JsonGenerator out, SerializerProvider context) throws IOException {
            out.writeString(value.toString());
        }
    }

    private static final class DurationReader extends JsonDeserializer<Duration> {
        @Override
        public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Duration.parse(in.getText());
        }
    }
}
