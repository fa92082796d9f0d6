package com.orchestrator.connectors.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses as every reader of Parquet can read it: literals, and copies of what stands further up, of the form that has a distance of two
 * bytes. Only what was written so is read again here.
 */
final class Snappy {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int HASH_BITS = 13;
    private static final int HASH_FACTOR = 0x9E3779B1;
    private static final int MIN_COPY = 4;
    private static final int MAX_COPY = 64;
    private static final int MAX_DISTANCE = 65_535;
    /** After so many misses in a row the steps grow by one: what does not compress is not looked at byte by byte. */
    private static final int MISSES_PER_STEP_BITS = 5;

    private static final int COPY = 2;
    private static final int SHORT_LITERAL = 60;

    private final int[] places = new int[1 << HASH_BITS];

    /** What incompressible bytes take: their length, and a head for each literal. */
    static int bound(int length) {
        return length + length / 6 + 32;
    }

    /** How many bytes were written to the begin of {@code into}. */
    int compress(byte[] from, int length, byte[] into) {
        Arrays.fill(places, -1);
        int out = head(length, into);
        int literals = 0;
        int at = 0;
        int misses = 0;
        while (at <= length - MIN_COPY) {
            int four = (int) INT.get(from, at);
            int hash = four * HASH_FACTOR >>> Integer.SIZE - HASH_BITS;
            int place = places[hash];
            places[hash] = at;
            if (place < 0 || at - place > MAX_DISTANCE || (int) INT.get(from, place) != four) {
                at += 1 + (misses++ >> MISSES_PER_STEP_BITS);
                continue;
            }
            misses = 0;
            int end = copyEnd(from, at - place, at + MIN_COPY, length);
            out = literal(from, literals, at - literals, into, out);
            out = copy(at - place, end - at, into, out);
            at = end;
            literals = at;
        }
        return literal(from, literals, length - literals, into, out);
    }

    /** Fills the begin of {@code into}, which has room for all. */
    static void decompress(byte[] from, int length, byte[] into) {
        int at = 0;
        while (from[at++] < 0) {
            // The length, which the page's header has said.
        }
        int out = 0;
        while (at < length) {
            int tag = from[at++] & 0xFF;
            if ((tag & 3) == 0) {
                int number = tag >>> 2;
                int bytes = Math.max(0, number - SHORT_LITERAL + 1);
                if (bytes > 0) {
                    number = 0;
                    for (int i = 0; i < bytes; i++) {
                        number |= (from[at++] & 0xFF) << Byte.SIZE * i;
                    }
                }
                System.arraycopy(from, at, into, out, number + 1);
                at += number + 1;
                out += number + 1;
            } else {
                int distance = from[at] & 0xFF | (from[at + 1] & 0xFF) << Byte.SIZE;
                at += Short.BYTES;
                out = repeat(into, out, distance, (tag >>> 2) + 1);
            }
        }
    }

    /** What is copied may overlap with what is written. */
    private static int repeat(byte[] bytes, int begin, int distance, int length) {
        if (distance >= length) {
            System.arraycopy(bytes, begin - distance, bytes, begin, length);
        } else {
            for (int i = 0; i < length; i++) {
                bytes[begin + i] = bytes[begin + i - distance];
            }
        }
        return begin + length;
    }

    private static int head(int length, byte[] into) {
        int out = 0;
        int rest = length;
        while (rest > 0x7F) {
            into[out++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        into[out++] = (byte) rest;
        return out;
    }

    private static int copyEnd(byte[] from, int distance, int at, int length) {
        int end = at;
        while (end + Long.BYTES <= length) {
            long difference = (long) LONG.get(from, end) ^ (long) LONG.get(from, end - distance);
            if (difference != 0) {
                return end + Long.numberOfTrailingZeros(difference) / Byte.SIZE;
            }
            end += Long.BYTES;
        }
        while (end < length && from[end] == from[end - distance]) {
            end++;
        }
        return end;
    }

    private static int copy(int distance, int length, byte[] into, int begin) {
        int out = begin;
        for (int rest = length; rest > 0; rest -= MAX_COPY) {
            into[out++] = (byte) (Math.min(rest, MAX_COPY) - 1 << 2 | COPY);
            into[out++] = (byte) distance;
            into[out++] = (byte) (distance >> Byte.SIZE);
        }
        return out;
    }

    private static int literal(byte[] from, int at, int length, byte[] into, int begin) {
        if (length == 0) {
            return begin;
        }
        int out = begin;
        int number = length - 1;
        if (number < SHORT_LITERAL) {
            into[out++] = (byte) (number << 2);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(number) + Byte.SIZE - 1) / Byte.SIZE;
            into[out++] = (byte) (SHORT_LITERAL - 1 + bytes << 2);
            for (int i = 0; i < bytes; i++) {
                into[out++] = (byte) (number >>> Byte.SIZE * i);
            }
        }
        System.arraycopy(from, at, into, out, length);
        return out + length;
    }
}
