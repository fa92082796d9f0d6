package com.orchestrator.connectors.type;

/** Whole numbers: digits with a sign. */
final class Numbers {

    private Numbers() {}

    static void integer(char[] text, int begin, int end, Value into) throws BadCellException {
        long number = whole(text, begin, end, "is beyond integer");
        if (number != (int) number) {
            throw new BadCellException("is beyond integer");
        }
        into.set(number);
    }

    static void bigint(char[] text, int begin, int end, Value into) throws BadCellException {
        into.set(whole(text, begin, end, "is beyond bigint"));
    }

    /** Counts below zero, where there is room for one more. */
    private static long whole(char[] text, int begin, int end, String beyond) throws BadCellException {
        int at = digitsBegin(text, begin, end);
        if (at == end) {
            throw new BadCellException("is no whole number");
        }
        long number = 0;
        boolean fits = true;
        for (; at < end; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                throw new BadCellException("is no whole number");
            }
            fits &= number >= Long.MIN_VALUE / 10 && 10 * number >= Long.MIN_VALUE + digit;
            number = 10 * number - digit;
        }
        boolean isNegative = text[begin] == '-';
        if (!fits || (!isNegative && number == Long.MIN_VALUE)) {
            throw new BadCellException(beyond);
        }
        return isNegative ? number : -number;
    }

    /** Behind the sign. */
    static int digitsBegin(char[] text, int begin, int end) {
        return begin < end && (text[begin] == '-' || text[begin] == '+') ? begin + 1 : begin;
    }
}
