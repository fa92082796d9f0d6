package com.orchestrator.engine.calendar;

import java.util.List;
import java.util.stream.IntStream;

/** Small sets of small numbers. */
final class Bits {

    private Bits() {}

    static boolean has(long bits, int value) {
        return value >= 0 && value < Long.SIZE && (bits >>> value & 1) != 0;
    }

    /** The least value that is not below {@code from}; -1 when there is none. */
    static int next(long bits, int from) {
        long left = from >= Long.SIZE ? 0 : bits & -1L << from;
        return left == 0 ? -1 : Long.numberOfTrailingZeros(left);
    }

    /** In rising order. */
    static List<Integer> list(long bits) {
        return IntStream.range(0, Long.SIZE)
                .filter(value -> has(bits, value))
                .boxed()
                .toList();
    }
}
