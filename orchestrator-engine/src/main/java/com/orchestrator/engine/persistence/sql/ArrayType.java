package com.orchestrator.engine.persistence.sql;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Columns of a batch as arrays in the database's own binary form: as text, a tenth of its time goes into parsing them. The
 * numbers are those of {@code pg_type}, a value is its length and its bytes.
 */
public enum ArrayType {
    BOOL(16, 1_000, (out, value) -> {
        out.writeInt(1);
        out.writeBoolean((Boolean) value);
    }),
    BYTEA(17, 1_001, (out, value) -> bytes(out, (byte[]) value)),
    INT2(21, 1_005, (out, value) -> {
        out.writeInt(Short.BYTES);
        out.writeShort((Short) value);
    }),
    INT4(23, 1_007, (out, value) -> {
        out.writeInt(Integer.BYTES);
        out.writeInt((Integer) value);
    }),
    INT8(20, 1_016, (out, value) -> {
        out.writeInt(Long.BYTES);
        out.writeLong((Long) value);
    }),
    /** Of strings, or of bytes that are UTF-8 already. */
    TEXT(
            25,
            1_009,
            (out, value) -> bytes(
                    out, value instanceof byte[] utf8 ? utf8 : ((String) value).getBytes(StandardCharsets.UTF_8))),
    TIMESTAMPTZ(1_184, 1_185, (out, value) -> {
        out.writeInt(Long.BYTES);
        out.writeLong(ChronoUnit.MICROS.between(Instant.parse("2000-01-01T00:00:00Z"), (Instant) value));
    }),
    UUID(2_950, 2_951, (out, value) -> {
        out.writeInt(2 * Long.BYTES);
        out.writeLong(((java.util.UUID) value).getMostSignificantBits());
        out.writeLong(((java.util.UUID) value).getLeastSignificantBits());
    });

    private static final int HEAD_BYTES = 20;
    private static final int ELEMENT_BYTES = 20;
    private static final int NULL = -1;

    private final int elementOid;
    private final int arrayOid;
    private final Writer writer;

    /** Writes one value. */
    private interface Writer {
        void write(DataOutputStream out, Object value) throws IOException;
    }

    ArrayType(int elementOid, int arrayOid, Writer writer) {
        this.elementOid = elementOid;
        this.arrayOid = arrayOid;
        this.writer = writer;
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(HEAD_BYTES + values.length * ELEMENT_BYTES);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(values.length == 0 ? 0 : 1);
            out.writeInt(Arrays.asList(values).contains(null) ? 1 : 0);
            out.writeInt(elementOid);
            if (values.length > 0) {
                out.writeInt(values.length);
                out.writeInt(1);
            }
            for (Object value : values) {
                write(out, value);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }

    private void write(DataOutputStream out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeInt(NULL);
        } else {
            writer.write(out, value);
        }
    }

    private static void bytes(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }
}
