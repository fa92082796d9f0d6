package com.orchestrator.server.rest.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.orchestrator.api.model.TimeRange;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * The wire forms of time. Written by hand instead of taking jackson-datatype-jsr310, which reads numbers as seconds and
 * prints nanoseconds that the database does not keep.
 */
final class TimeModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    TimeModule() {
        addSerializer(Instant.class, new InstantWriter());
        addDeserializer(Instant.class, new InstantReader());
        addSerializer(Duration.class, new DurationWriter());
        addDeserializer(Duration.class, new DurationReader());
    }

    /** Remembers the last one: what is handed out together has the same lease, and times were half of an answer's printing. */
    private static final class InstantWriter extends JsonSerializer<Instant> {
        private volatile Printed last = new Printed(Instant.EPOCH);

        @Override
        public void serialize(Instant instant, JsonGenerator out, SerializerProvider context) throws IOException {
            Printed printed = last;
            if (!printed.instant.equals(instant)) {
                printed = new Printed(instant);
                last = printed;
            }
            out.writeString(printed.text);
        }
    }

    private record Printed(Instant instant, String text) {
        Printed(Instant instant) {
            this(instant, instant.truncatedTo(ChronoUnit.MICROS).toString());
        }
    }

    private static final class InstantReader extends JsonDeserializer<Instant> {
        private static final String EXAMPLE = "write RFC 3339, for example \"2026-01-31T12:00:00Z\"";

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            Instant instant = read(in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "");
            if (!TimeRange.holds(instant)) {
                throw Refusals.invalid("", "not " + TimeRange.MOMENTS, EXAMPLE);
            }
            return instant.truncatedTo(ChronoUnit.MICROS);
        }

        private static Instant read(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw Refusals.invalid("", "not an instant", EXAMPLE);
            }
        }
    }

    private static final class DurationWriter extends JsonSerializer<Duration> {
        @Override
        public void serialize(Duration duration, JsonGenerator out, SerializerProvider context) throws IOException {
            out.writeString(duration.toString());
        }
    }

    private static final class DurationReader extends JsonDeserializer<Duration> {
        @Override
        public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "";
            Duration duration = DurationText.parse(text)
                    .orElseThrow(() -> Refusals.invalid("", "not a duration", DurationText.EXAMPLES));
            if (!TimeRange.holds(duration)) {
                throw Refusals.invalid("", "too long for a duration", TimeRange.DURATIONS);
            }
            return duration;
        }
    }
}
