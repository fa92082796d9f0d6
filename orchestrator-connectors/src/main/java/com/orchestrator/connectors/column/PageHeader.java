package com.orchestrator.connectors.column;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * What stands before a page that was written here ({@link Footer#pageHeader}).
 *
 * @param uncompressed bytes of the page
 * @param compressed bytes that follow
 */
record PageHeader(int rows, int uncompressed, int compressed) {

    private static final int NUMBER = 0x10 | Thrift.I32;
    private static final int PAGE = 0x20 | Thrift.STRUCT;
    /** How the values are kept, which is always the same. */
    private static final int ENCODINGS = 3;

    static PageHeader read(InputStream in) throws IOException {
        number(in);
        int uncompressed = number(in);
        int compressed = number(in);
        expect(in, PAGE);
        int rows = number(in);
        for (int i = 0; i < ENCODINGS; i++) {
            number(in);
        }
        expect(in, 0);
        expect(in, 0);
        return new PageHeader(rows, uncompressed, compressed);
    }

    /** The next field of a struct. */
    private static int number(InputStream in) throws IOException {
        expect(in, NUMBER);
        int zigzag = 0;
        int shift = 0;
        int next;
        do {
            next = in.read();
            if (next < 0) {
                throw new EOFException("A page of a load package ends early");
            }
            zigzag |= (next & 0x7F) << shift;
            shift += 7;
        } while ((next & 0x80) != 0);
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    private static void expect(InputStream in, int what) throws IOException {
        int found = in.read();
        if (found != what) {
            throw new IOException("This is no page of a load package: " + found + " instead of " + what);
        }
    }
}
