package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** Moments in what is stored as RFC 3339 text, durations as ISO 8601 text. */
final class TimeText {

    private TimeText() {}

    static Module module() {
        return new SimpleModule()
                .addSerializer(Instant.class, new Writer<>())
                .addDeserializer(Instant.class, new Reader<>(Instant::parse))
                .addSerializer(Duration.class, new Writer<>())
                .addDeserializer(Duration.class, new Reader<>(Duration::parse));
    }

    private static final class Writer<T> extends JsonSerializer<T> {
        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider context) throws IOException {
            out.writeString(value.toString());
        }
    }

    private static final class Reader<T> extends JsonDeserializer<T> {
        private final Function<String, T> parse;

        Reader(Function<String, T> parse) {
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return parse.apply(in.getText());
        }
    }
}
