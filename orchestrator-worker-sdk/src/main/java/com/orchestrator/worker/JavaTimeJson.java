package com.orchestrator.worker;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.Function;

/**
 * Instants as RFC 3339 and durations as ISO-8601 strings, the two times the contract knows. Written by hand because the
 * datatype module would be one more jar in every worker.
 */
final class JavaTimeJson {

    private JavaTimeJson() {}

    static SimpleModule module() {
        return new SimpleModule("orchestrator-time")
                .addSerializer(new TextWriter<>(Instant.class))
                .addSerializer(new TextWriter<>(Duration.class))
                .addDeserializer(Instant.class, new TextReader<>(Instant.class, new InstantParser()))
                .addDeserializer(Duration.class, new TextReader<>(Duration.class, Duration::parse));
    }

    private static final class TextWriter<T> extends StdScalarSerializer<T> {
        private static final long serialVersionUID = 1L;

        TextWriter(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider context) throws IOException {
            out.writeString(value.toString());
        }
    }

    /** Remembers the last one: tasks of one answer mostly have the same lease, and times were a quarter of its reading. */
    private static final class InstantParser implements Function<String, Instant> {
        private volatile Map.Entry<String, Instant> last = Map.entry("", Instant.EPOCH);

        @Override
        public Instant apply(String text) {
            Map.Entry<String, Instant> read = last;
            if (!read.getKey().equals(text)) {
                read = Map.entry(text, OffsetDateTime.parse(text).toInstant());
                last = read;
            }
            return read.getValue();
        }
    }

    private static final class TextReader<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parse;

        TextReader(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = in.getText();
            try {
                return parse.apply(text);
            } catch (DateTimeException e) {
                throw context.weirdStringException(text, handledType(), e.getMessage());
            }
        }
    }
}
