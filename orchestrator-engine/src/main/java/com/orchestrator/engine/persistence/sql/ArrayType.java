package com.orchestrator.engine.persistence.sql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Columns of a batch as arrays in the database's own binary form: as text, a tenth of its time goes into parsing them. The
 * numbers are those of {@code pg_type}, a value is its length and its bytes.
 */
public enum ArrayType {
    BOOL(16, 1_000, fixed(1, (out, value) -> out.put((byte) ((Boolean) value ? 1 : 0)))),
    BYTEA(17, 1_001, bytes(value -> (byte[]) value)),
    INT2(21, 1_005, fixed(Short.BYTES, (out, value) -> out.putShort((Short) value))),
    INT4(23, 1_007, fixed(Integer.BYTES, (out, value) -> out.putInt((Integer) value))),
    INT8(20, 1_016, fixed(Long.BYTES, (out, value) -> out.putLong((Long) value))),
    /** Of strings, or of bytes that are UTF-8 already. */
    TEXT(
            25,
            1_009,
            bytes(value -> value instanceof byte[] utf8 ? utf8 : ((String) value).getBytes(StandardCharsets.UTF_8))),
    TIMESTAMPTZ(1_184, 1_185, fixed(Long.BYTES, (out, value) -> out.putLong(micros((Instant) value)))),
    UUID(
            2_950,
            2_951,
            fixed(
                    2 * Long.BYTES,
                    (out, value) -> out.putLong(((java.util.UUID) value).getMostSignificantBits())
                            .putLong(((java.util.UUID) value).getLeastSignificantBits())));

    /** Dimensions, whether there are nulls, type of the elements. */
    private static final int HEAD_BYTES = 3 * Integer.BYTES;

    /** How many elements, and the number of the first. */
    private static final int DIMENSION_BYTES = 2 * Integer.BYTES;

    private static final int NULL = -1;
    /** 2000-01-01T00:00:00Z, from which the database counts. */
    private static final long EPOCH_SECOND = 946_684_800;

    private final int elementOid;
    private final int arrayOid;
    private final Form form;

    /**
     * How values of a type are written.
     *
     * @param prepare makes of a value what the other two take; asked once for each
     */
    private record Form(
            Function<Object, Object> prepare, ToIntFunction<Object> length, BiConsumer<ByteBuffer, Object> writer) {}

    private static Form fixed(int length, BiConsumer<ByteBuffer, Object> writer) {
        return new Form(value -> value, value -> length, writer);
    }

    private static Form bytes(Function<Object, Object> bytesOf) {
        return new Form(bytesOf, bytes -> ((byte[]) bytes).length, (out, bytes) -> out.put((byte[]) bytes));
    }

    ArrayType(int elementOid, int arrayOid, Form form) {
        this.elementOid = elementOid;
        this.arrayOid = arrayOid;
        this.form = form;
    }

    /** The array types, as the driver must be told them to send them in binary form. */
    public static String oids() {
        return Arrays.stream(values())
                .map(type -> String.valueOf(type.arrayOid))
                .collect(Collectors.joining(","));
    }

    String arrayName() {
        return "_" + name().toLowerCase(Locale.ROOT);
    }

    /** One dimension, counted from one; none when there is nothing in it. */
    byte[] array(@Nullable Object[] values) {
        @Nullable Object[] prepared = new Object[values.length];
        int nulls = 0;
        int length = HEAD_BYTES + (values.length == 0 ? 0 : DIMENSION_BYTES);
        for (int i = 0; i < values.length; i++) {
            Object value = values[i] == null ? null : form.prepare.apply(values[i]);
            prepared[i] = value;
            nulls += value == null ? 1 : 0;
            length += Integer.BYTES + (value == null ? 0 : form.length.applyAsInt(value));
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        writeHead(out, values.length, nulls > 0);
        for (Object value : prepared) {
            write(out, value);
        }
        return out.array();
    }

    private void writeHead(ByteBuffer out, int elements, boolean anyNull) {
        out.putInt(elements == 0 ? 0 : 1).putInt(anyNull ? 1 : 0).putInt(elementOid);
        if (elements > 0) {
            out.putInt(elements).putInt(1);
        }
    }

    private void write(ByteBuffer out, @Nullable Object prepared) {
        if (prepared == null) {
            out.putInt(NULL);
        } else {
            out.putInt(form.length.applyAsInt(prepared));
            form.writer.accept(out, prepared);
        }
    }

    private static long micros(Instant instant) {
        return TimeUnit.SECONDS.toMicros(instant.getEpochSecond() - EPOCH_SECOND)
                + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
    }
}
