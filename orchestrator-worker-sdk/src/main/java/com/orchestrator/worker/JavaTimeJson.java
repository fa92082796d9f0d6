package com.orchestrator.worker;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.function.Function;

/**
 * The types of {@code java.time} as the ISO-8601 strings that they print, instants as RFC 3339. Written by hand because the
 * datatype module would be one more jar in every worker.
 */
final class JavaTimeJson {

    private JavaTimeJson() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("orchestrator-time");
        text(module, Instant.class, new InstantParser());
        text(module, Duration.class, Duration::parse);
        text(module, Period.class, Period::parse);
        text(module, LocalDate.class, LocalDate::parse);
        text(module, LocalTime.class, LocalTime::parse);
        text(module, LocalDateTime.class, LocalDateTime::parse);
        text(module, OffsetTime.class, OffsetTime::parse);
        text(module, OffsetDateTime.class, OffsetDateTime::parse);
        text(module, ZonedDateTime.class, ZonedDateTime::parse);
        text(module, Year.class, Year::parse);
        text(module, YearMonth.class, YearMonth::parse);
        text(module, MonthDay.class, MonthDay::parse);
        text(module, ZoneId.class, ZoneId::of);
        text(module, ZoneOffset.class, ZoneOffset::of);
        return module;
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(new TextWriter<>(type))
                .addDeserializer(type, new TextReader<>(type, parse))
                .addKeyDeserializer(type, new KeyReader(type, parse));
    }

    private static final class KeyReader extends KeyDeserializer {
        private final Class<?> type;
        private final Function<String, ?> parse;

        KeyReader(Class<?> type, Function<String, ?> parse) {
            this.type = type;
            this.parse = parse;
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) throws IOException {
            try {
                return parse.apply(key);
            } catch (DateTimeException e) {
                throw context.weirdKeyException(type, key, e.getMessage());
            }
        }
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
