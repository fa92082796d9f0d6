package com.orchestrator.connectors.column;

import com.orchestrator.connectors.type.Value;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The values of one column of a row group, in Parquet's plain form: those that are not NULL one behind the other, and which are NULL. */
final class Page {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int FIRST_LENGTH = 4_096;
    private static final int LEVELS_PER_GROUP = 8;
    /** Bytes that a UTF-16 unit takes in UTF-8 at most. */
    private static final int BYTES_PER_CHARACTER = 3;

    private final Physical physical;
    private byte[] values = new byte[FIRST_LENGTH];
    private int length;
    /** A bit for each row: whether it has a value. */
    private byte[] present = new byte[FIRST_LENGTH];

    private int rows;
    private int nulls;
    private int bits;

    Page(Physical physical) {
        this.physical = physical;
    }

    void clear() {
        Arrays.fill(present, 0, rows / LEVELS_PER_GROUP + 1, (byte) 0);
        length = 0;
        rows = 0;
        nulls = 0;
        bits = 0;
    }

    void add(Value value) {
        int group = rows / LEVELS_PER_GROUP;
        if (group + 1 >= present.length) {
            present = Arrays.copyOf(present, 2 * present.length);
        }
        if (value.isNull()) {
            nulls++;
        } else {
            present[group] |= (byte) (1 << rows % LEVELS_PER_GROUP);
            put(value);
        }
        rows++;
    }

    private void put(Value value) {
        switch (physical) {
            case INT32 -> {
                reserve(Integer.BYTES);
                INT.set(values, length, (int) value.low());
                length += Integer.BYTES;
            }
            case INT64, DOUBLE -> {
                reserve(Long.BYTES);
                LONG.set(values, length, value.low());
                length += Long.BYTES;
            }
            case FIXED -> {
                reserve(2 * Long.BYTES);
                BIG_LONG.set(values, length, value.high());
                BIG_LONG.set(values, length + Long.BYTES, value.low());
                length += 2 * Long.BYTES;
            }
            case BOOLEAN -> {
                reserve(1);
                length = bits / Byte.SIZE + 1;
                values[length - 1] = (byte)
                        (bits % Byte.SIZE == 0 ? value.low() : values[length - 1] | value.low() << bits % Byte.SIZE);
                bits++;
            }
            case BYTES -> text(value.text(), value.begin(), value.end());
        }
    }

    private void reserve(int bytes) {
        if (values.length - length < bytes) {
            values = Arrays.copyOf(values, Math.max(2 * values.length, length + bytes));
        }
    }

    /** Its length, and its UTF-8. */
    private void text(char[] text, int begin, int end) {
        reserve(Integer.BYTES + BYTES_PER_CHARACTER * (end - begin));
        int out = length + Integer.BYTES;
        int at = begin;
        while (at < end && text[at] < 0x80) {
            values[out++] = (byte) text[at++];
        }
        out = at == end ? out : beyondAscii(text, at, end, out);
        INT.set(values, length, out - length - Integer.BYTES);
        length = out;
    }

    private int beyondAscii(char[] text, int begin, int end, int from) {
        int out = from;
        for (int at = begin; at < end; at++) {
            int c = text[at];
            if (c < 0x80) {
                values[out++] = (byte) c;
            } else if (c < 0x800) {
                values[out++] = (byte) (0xC0 | c >> 6);
                values[out++] = (byte) (0x80 | c & 0x3F);
            } else if (Character.isHighSurrogate((char) c)) {
                int whole = Character.toCodePoint((char) c, text[++at]);
                values[out++] = (byte) (0xF0 | whole >> 18);
                values[out++] = (byte) (0x80 | whole >> 12 & 0x3F);
                values[out++] = (byte) (0x80 | whole >> 6 & 0x3F);
                values[out++] = (byte) (0x80 | whole & 0x3F);
            } else {
                values[out++] = (byte) (0xE0 | c >> 12);
                values[out++] = (byte) (0x80 | c >> 6 & 0x3F);
                values[out++] = (byte) (0x80 | c & 0x3F);
            }
        }
        return out;
    }

    int bytes() {
        return length;
    }

    /** How long {@link #write} makes it at most. */
    int bound() {
        return length + rows / LEVELS_PER_GROUP + 16;
    }

    /**
     * Definition levels in the hybrid form, one run of them, behind their length; then the values.
     *
     * @return how many bytes
     */
    int write(byte[] into) {
        int groups = (rows + LEVELS_PER_GROUP - 1) / LEVELS_PER_GROUP;
        int out = Integer.BYTES;
        if (nulls == 0) {
            out = varint(rows << 1, into, out);
            into[out++] = 1;
        } else {
            out = varint(groups << 1 | 1, into, out);
            System.arraycopy(present, 0, into, out, groups);
            out += groups;
        }
        INT.set(into, 0, out - Integer.BYTES);
        System.arraycopy(values, 0, into, out, length);
        return out + length;
    }

    private static int varint(int number, byte[] into, int begin) {
        int out = begin;
        int rest = number;
        while (rest > 0x7F) {
            into[out++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        into[out++] = (byte) rest;
        return out;
    }
}
