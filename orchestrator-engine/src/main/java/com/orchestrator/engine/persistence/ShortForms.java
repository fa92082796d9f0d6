package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.ExecutionId;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Values as numbers where their page says the rest: an attempt of the run by its number, a time by its distance to the
 * page's in microseconds, the usual kind and the worker who acts by 0. Everything else is text, which is always understood.
 */
final class ShortForms {

    private static final int USUAL = 0;
    private static final int NANOS_PER_MICRO = 1_000;

    private ShortForms() {}

    static SimpleModule module() {
        return new SimpleModule()
                .addSerializer(UUID.class, writer(ShortForms::writeId))
                .addDeserializer(UUID.class, reader(ShortForms::readId, UUID::fromString))
                .addSerializer(Instant.class, writer(ShortForms::writeTime))
                .addDeserializer(
                        Instant.class,
                        reader((frame, micros) -> frame.at().plus(micros, ChronoUnit.MICROS), Instant::parse))
                .addSerializer(ExecutionKind.class, writer(ShortForms::writeKind))
                .addDeserializer(
                        ExecutionKind.class, reader((frame, usual) -> ExecutionKind.ACTION, ExecutionKind::valueOf))
                .setMixInAnnotation(AttemptEvent.TaskLeased.class, Leased.class)
                .setMixInAnnotation(TaskError.class, HiddenForms.Fault.class)
                .setMixInAnnotation(Cause.class, HiddenForms.Told.class);
    }

    private static UUID readId(PageFrame frame, long number) {
        return ExecutionId.of(frame.instanceId(), (int) number);
    }

    private static void writeId(UUID id, PageFrame frame, JsonGenerator out) throws IOException {
        int number = ExecutionId.numberOf(id);
        if (number > 0 && id.equals(ExecutionId.of(frame.instanceId(), number))) {
            out.writeNumber(number);
        } else {
            out.writeString(id.toString());
        }
    }

    private static void writeTime(Instant time, PageFrame frame, JsonGenerator out) throws IOException {
        long micros = micros(frame.at(), time);
        if (frame.at().plus(micros, ChronoUnit.MICROS).equals(time)) {
            out.writeNumber(micros);
        } else {
            out.writeString(time.toString());
        }
    }

    /** {@link ChronoUnit} counts in nanoseconds, of which 292 years are as many as a long can say. */
    private static long micros(Instant from, Instant to) {
        return TimeUnit.SECONDS.toMicros(to.getEpochSecond() - from.getEpochSecond())
                + (to.getNano() - from.getNano()) / NANOS_PER_MICRO;
    }

    private static void writeKind(ExecutionKind kind, PageFrame frame, JsonGenerator out) throws IOException {
        if (kind == ExecutionKind.ACTION) {
            out.writeNumber(USUAL);
        } else {
            out.writeString(kind.name());
        }
    }

    private static void writeWorker(String workerId, PageFrame frame, JsonGenerator out) throws IOException {
        if (PageFrame.actorOf(workerId).equals(frame.actor())) {
            out.writeNumber(USUAL);
        } else {
            out.writeString(workerId);
        }
    }

    private static String readWorker(PageFrame frame, long usual) {
        return Objects.requireNonNull(frame.actor())
                .substring(PageFrame.actorOf("").length());
    }

    /** The worker of a lease is mostly the one whose report has led to it. Jackson reads the annotations, nobody the field. */
    @SuppressWarnings("UnusedVariable")
    private abstract static class Leased {
        @JsonSerialize(using = WorkerWriter.class)
        @JsonDeserialize(using = WorkerReader.class)
        String workerId = "";
    }

    static final class WorkerWriter extends JsonSerializer<String> {
        @Override
        public void serialize(String workerId, JsonGenerator out, SerializerProvider context) throws IOException {
            writeWorker(workerId, PageFrame.of(context), out);
        }
    }

    static final class WorkerReader extends JsonDeserializer<String> {
        @Override
        public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return reader(ShortForms::readWorker, text -> text).deserialize(in, context);
        }
    }

    private interface Write<T> {
        void write(T value, PageFrame frame, JsonGenerator out) throws IOException;
    }

    private interface FromNumber<T> {
        T read(PageFrame frame, long number);
    }

    private interface FromText<T> {
        T read(String text);
    }

    private static <T> JsonSerializer<T> writer(Write<T> write) {
        return new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider context) throws IOException {
                write.write(value, PageFrame.of(context), out);
            }
        };
    }

    private static <T> JsonDeserializer<T> reader(FromNumber<T> fromNumber, FromText<T> fromText) {
        return new JsonDeserializer<>() {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
                return in.currentToken() == JsonToken.VALUE_NUMBER_INT
                        ? fromNumber.read(PageFrame.of(context), in.getLongValue())
                        : fromText.read(in.getText());
            }
        };
    }
}
