package com.orchestrator.connectors.postgres;

import java.math.BigDecimal;

/**
 * A decimal as PostgreSQL sends it: digits to the base of 10,000 without zeros at either end, the power of the first one, the sign, and how
 * many decimal digits are shown behind the point.
 */
final class Numeric {

    private static final int BASE = 10_000;
    private static final int BASE_DIGITS = 4;
    private static final int NEGATIVE = 0x4000;
    private static final int HEAD_BYTES = 8;
    /** With so many behind the point, and so many in all, no step leaves a long. */
    private static final int MAX_FAST_SCALE = 16;

    private static final int MAX_FAST_DIGITS = 18;
    private static final long[] POWERS = new long[MAX_FAST_SCALE + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    /** From the right to the left. */
    private final short[] digits = new short[32];

    private int count;

    void put(BigDecimal value, CopyBuffer out) {
        if (value.precision() <= MAX_FAST_DIGITS && value.scale() >= 0 && value.scale() <= MAX_FAST_SCALE) {
            put(value.unscaledValue().longValue(), value.scale(), out);
            return;
        }
        BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
        String all = plain.unscaledValue().abs().toString();
        int behind = (plain.scale() + BASE_DIGITS - 1) / BASE_DIGITS;
        String padded = all + "0".repeat(behind * BASE_DIGITS - plain.scale());
        count = 0;
        for (int end = padded.length(); end > 0; end -= BASE_DIGITS) {
            digits[count++] = Short.parseShort(padded.substring(Math.max(0, end - BASE_DIGITS), end));
        }
        write(behind, plain.signum() < 0, plain.scale(), out);
    }

    void put(long unscaled, int scale, CopyBuffer out) {
        long number = Math.abs(unscaled);
        int behind = (scale + BASE_DIGITS - 1) / BASE_DIGITS;
        long fraction = number % POWERS[scale] * POWERS[behind * BASE_DIGITS - scale];
        count = 0;
        while (count < behind) {
            digits[count++] = (short) (fraction % BASE);
            fraction /= BASE;
        }
        for (long whole = number / POWERS[scale]; whole > 0; whole /= BASE) {
            digits[count++] = (short) (whole % BASE);
        }
        write(behind, unscaled < 0, scale, out);
    }

    /**
     * @param behind how many of the digits stand behind the point
     */
    private void write(int behind, boolean isNegative, int scale, CopyBuffer out) {
        int end = count;
        while (end > 0 && digits[end - 1] == 0) {
            end--;
        }
        int begin = 0;
        while (begin < end && digits[begin] == 0) {
            begin++;
        }
        int length = end - begin;
        out.putLength(HEAD_BYTES + Short.BYTES * length)
                .putShort(length)
                .putShort(length == 0 ? 0 : end - 1 - behind)
                .putShort(isNegative ? NEGATIVE : 0)
                .putShort(scale);
        for (int i = end - 1; i >= begin; i--) {
            out.putShort(digits[i]);
        }
    }
}
