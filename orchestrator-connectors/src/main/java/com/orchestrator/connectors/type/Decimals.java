package com.orchestrator.connectors.type;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Digits with a point, and nothing rounded: what does not fit is refused. What is written as most are is read by hand; the rest, with an
 * exponent or very many digits, as {@link BigDecimal}.
 */
final class Decimals {

    private static final int MAX_LENGTH = 400;
    /** As many as a long always has room for. */
    private static final int MAX_DIGITS = 18;
    /** Whole numbers up to here are doubles. */
    private static final long MAX_EXACT = 1L << 53;

    private static final long[] POWERS = new long[MAX_DIGITS + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private final ColumnType type;
    private final char point;
    /** Of what {@link #isPlain} has read. */
    private long digits;

    private int fraction;

    Decimals(ColumnType type, char point) {
        this.type = type;
        this.point = point;
    }

    void decimal(char[] text, int begin, int end, Value into) throws BadCellException {
        int missing = isPlain(text, begin, end) ? type.scale() - fraction : -1;
        if (missing >= 0 && missing <= MAX_DIGITS && Math.abs(digits) < POWERS[MAX_DIGITS - missing]) {
            long unscaled = digits * POWERS[missing];
            if (type.precision() < MAX_DIGITS && Math.abs(unscaled) >= POWERS[type.precision()]) {
                throw new BadCellException("has more digits than " + type);
            }
            into.set(unscaled);
            return;
        }
        BigDecimal value = fitted(number(text, begin, end));
        if (value.precision() > type.precision()) {
            throw new BadCellException("has more digits than " + type);
        }
        BigInteger unscaled = value.unscaledValue();
        into.set(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
    }

    /** Exact where both the digits and the power of ten are doubles: one division rounds once, as it should. */
    void real(char[] text, int begin, int end, Value into) throws BadCellException {
        if (isPlain(text, begin, end) && digits != 0 && Math.abs(digits) <= MAX_EXACT) {
            into.set(Double.doubleToRawLongBits((double) digits / POWERS[fraction]));
            return;
        }
        BigDecimal number = number(text, begin, end);
        double value = number.doubleValue();
        if (Double.isInfinite(value)) {
            throw new BadCellException("is beyond double");
        }
        boolean isMinusZero = value == 0 && text[begin] == '-';
        into.set(Double.doubleToRawLongBits(isMinusZero ? -0.0 : value));
    }

    private BigDecimal fitted(BigDecimal value) throws BadCellException {
        try {
            return value.scale() == type.scale() ? value : value.setScale(type.scale());
        } catch (ArithmeticException wouldRound) {
            throw new BadCellException("has more than " + type.scale() + " digits behind the point");
        }
    }

    /** Whether it is a sign, digits and a point, and no more of them than a long has room for. */
    private boolean isPlain(char[] text, int begin, int end) {
        int at = Numbers.digitsBegin(text, begin, end);
        int pointAt = -1;
        long number = 0;
        int first = at;
        for (; at < end; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                number = 10 * number + digit;
            } else if (text[at] == point && pointAt < 0) {
                pointAt = at;
            } else {
                return false;
            }
        }
        int count = end - first - (pointAt < 0 ? 0 : 1);
        digits = first > begin && text[begin] == '-' ? -number : number;
        fraction = pointAt < 0 ? 0 : end - pointAt - 1;
        return count > 0 && count <= MAX_DIGITS;
    }

    /** Digits, one point, an exponent; no NaN, no infinity, no letters that only Java knows, and never huge. */
    private BigDecimal number(char[] text, int begin, int end) throws BadCellException {
        if (end - begin > MAX_LENGTH) {
            throw new BadCellException("is no number");
        }
        char[] plain = new char[end - begin];
        for (int i = begin; i < end; i++) {
            plain[i - begin] = plain(text[i]);
        }
        try {
            BigDecimal value = new BigDecimal(plain);
            if (Math.abs((long) value.scale()) > MAX_LENGTH) {
                throw new BadCellException("is beyond all types");
            }
            return value;
        } catch (NumberFormatException notOne) {
            throw new BadCellException("is no number");
        }
    }

    /** A point where a comma is expected is one of thousands, so it is not a number. BigDecimal also reads digits of other scripts. */
    private char plain(char c) throws BadCellException {
        if (c == point) {
            return '.';
        }
        if (c == '.') {
            throw new BadCellException("has a point, and fractions are written with '" + point + "'");
        }
        if ((c < '0' || c > '9') && c != 'e' && c != 'E' && c != '-' && c != '+') {
            throw new BadCellException("is no number");
        }
        return c;
    }
}
