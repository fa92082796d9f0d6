package com.orchestrator.connectors.postgres;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyIn;

/** What goes to the server next, in the binary form of COPY: numbers with the upper byte first, each field behind its length. */
final class CopyBuffer {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int PIECE = 64 * 1024;
    private static final int NULL = -1;
    /** Where a row would say how many fields it has. */
    private static final int END = -1;

    private final CopyIn copy;
    private byte[] bytes = new byte[2 * PIECE];
    private int length;

    CopyBuffer(CopyIn copy) {
        this.copy = copy;
    }

    void begin() {
        System.arraycopy(SIGNATURE, 0, bytes, 0, SIGNATURE.length);
        length = SIGNATURE.length;
        // Flags, and the length of what would follow.
        putInt(0).putInt(0);
    }

    void row(int fields) throws SQLException {
        if (length >= PIECE) {
            send();
        }
        putShort(fields);
    }

    void end() throws SQLException {
        putShort(END);
        send();
    }

    private void send() throws SQLException {
        copy.writeToCopy(bytes, 0, length);
        length = 0;
    }

    void putNull() {
        putInt(NULL);
    }

    /** Of a field that is not NULL. */
    CopyBuffer putLength(int fieldBytes) {
        return putInt(fieldBytes);
    }

    CopyBuffer putShort(int number) {
        reserve(Short.BYTES);
        SHORT.set(bytes, length, (short) number);
        length += Short.BYTES;
        return this;
    }

    CopyBuffer putInt(int number) {
        reserve(Integer.BYTES);
        INT.set(bytes, length, number);
        length += Integer.BYTES;
        return this;
    }

    CopyBuffer putLong(long number) {
        reserve(Long.BYTES);
        LONG.set(bytes, length, number);
        length += Long.BYTES;
        return this;
    }

    CopyBuffer put(byte[] from, int begin, int count) {
        reserve(count);
        System.arraycopy(from, begin, bytes, length, count);
        length += count;
        return this;
    }

    CopyBuffer putByte(int number) {
        reserve(1);
        bytes[length++] = (byte) number;
        return this;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
