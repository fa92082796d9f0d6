package com.orchestrator.connectors.column;

import com.orchestrator.connectors.type.ColumnType;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The values of one column, page by page, as {@link Page} has written them: one after the other, without an object for each. A text is its
 * bytes within {@link #bytes()}.
 */
public final class PageValues {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int ALL_THERE = 1;

    private final Physical physical;
    private byte[] compressed = {};
    private byte[] bytes = {};
    /** Where the bits lie that say which rows have a value; negative when all have one. */
    private int present;

    private int row;
    private int next;
    private int bits;
    private int length;
    private long high;
    private long low;

    PageValues(ColumnType type) {
        physical = Physical.of(type);
    }

    /**
     * Takes up the next page.
     *
     * @return how many rows it has
     */
    int read(InputStream in) throws IOException {
        PageHeader header = PageHeader.read(in);
        if (compressed.length < header.compressed()) {
            compressed = new byte[header.compressed()];
        }
        if (bytes.length < header.uncompressed()) {
            bytes = new byte[header.uncompressed()];
        }
        if (in.readNBytes(compressed, 0, header.compressed()) < header.compressed()) {
            throw new EOFException("A page of a load package ends early");
        }
        Snappy.decompress(compressed, header.compressed(), bytes);
        begin();
        return header.rows();
    }

    /** Behind the levels: one run of them, of equal ones or of bits. */
    private void begin() {
        int levels = Integer.BYTES;
        next = levels + (int) INT.get(bytes, 0);
        while (bytes[levels++] < 0) {
            // The length of the run; what is there is known without it.
        }
        present = (bytes[Integer.BYTES] & ALL_THERE) == 0 ? -1 : levels;
        row = 0;
        bits = 0;
        length = 0;
    }

    /** Goes to the next row. Whether it has a value; NULL if not. */
    public boolean next() {
        int at = row++;
        if (present >= 0 && (bytes[present + at / Byte.SIZE] & 1 << at % Byte.SIZE) == 0) {
            return false;
        }
        switch (physical) {
            case INT32 -> {
                low = (int) INT.get(bytes, next);
                next += Integer.BYTES;
            }
            case INT64, DOUBLE -> {
                low = (long) LONG.get(bytes, next);
                next += Long.BYTES;
            }
            case FIXED -> {
                high = (long) BIG_LONG.get(bytes, next);
                low = (long) BIG_LONG.get(bytes, next + Long.BYTES);
                next += 2 * Long.BYTES;
            }
            case BOOLEAN -> {
                low = bytes[next + bits / Byte.SIZE] >> bits % Byte.SIZE & 1;
                bits++;
            }
            case BYTES -> {
                next += length;
                length = (int) INT.get(bytes, next);
                next += Integer.BYTES;
            }
        }
        return true;
    }

    /** The number, as {@link com.orchestrator.connectors.type.Value} has it. */
    public long low() {
        return low;
    }

    /** The upper 64 of 128 bits, where the type has so many. */
    public long high() {
        return high;
    }

    /** Whether it has 128 bits. */
    public boolean isWide() {
        return physical == Physical.FIXED;
    }

    /** Of the page; a text begins at {@link #textBegin}. */
    public byte[] bytes() {
        return bytes;
    }

    public int textBegin() {
        return next;
    }

    public int textLength() {
        return length;
    }
}
