package com.orchestrator.connectors.column;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Thrift's compact protocol, as far as Parquet's headers need it. Fields of a struct come in the order of their ids. */
final class Thrift {

    static final int I32 = 5;
    static final int STRUCT = 12;
    static final int BINARY = 8;

    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int I8 = 3;
    private static final int I64 = 6;
    private static final int LIST = 9;
    private static final int SHORT_LIST = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    /** The id of the last field of each struct that is open. */
    private final int[] last = new int[16];

    private int depth;

    byte[] bytes() {
        return out.toByteArray();
    }

    private void field(int id, int type) {
        out.write(id - last[depth] << 4 | type);
        last[depth] = id;
    }

    private void varint(long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private void number(long number) {
        varint(number << 1 ^ number >> 63);
    }

    Thrift i8(int id, int number) {
        field(id, I8);
        out.write(number);
        return this;
    }

    Thrift i32(int id, int number) {
        field(id, I32);
        number(number);
        return this;
    }

    Thrift i64(int id, long number) {
        field(id, I64);
        number(number);
        return this;
    }

    Thrift flag(int id, boolean flag) {
        field(id, flag ? TRUE : FALSE);
        return this;
    }

    Thrift text(int id, String text) {
        field(id, BINARY);
        return element(text);
    }

    Thrift begin(int id) {
        field(id, STRUCT);
        return element();
    }

    /** Of a struct, or of the whole. */
    Thrift end() {
        out.write(0);
        last[depth] = 0;
        depth = Math.max(0, depth - 1);
        return this;
    }

    Thrift list(int id, int type, int size) {
        field(id, LIST);
        if (size < SHORT_LIST) {
            out.write(size << 4 | type);
        } else {
            out.write(SHORT_LIST << 4 | type);
            varint(size);
        }
        return this;
    }

    /** Begins a struct of a list. */
    Thrift element() {
        depth++;
        last[depth] = 0;
        return this;
    }

    Thrift element(int number) {
        number(number);
        return this;
    }

    Thrift element(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }
}
