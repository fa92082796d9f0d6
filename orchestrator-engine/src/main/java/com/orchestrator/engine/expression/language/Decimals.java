package com.orchestrator.engine.expression.language;

import com.google.common.primitives.UnsignedLong;
import com.orchestrator.engine.plan.ExpressionFailure;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Arithmetic on numbers that are no 64-bit integers: exact, or a failure. Only a quotient whose digits do not end is
 * rounded, to 34 of them, half to even. The digits of operands and results are bounded, so the work is, too.
 */
final class Decimals {

    static final int DIGITS_MAX = 100;
    private static final int TEXT_CHARS_MAX = 1_000;

    private Decimals() {}

    /** Two numbers → one. */
    @com.google.errorprone.annotations.Immutable
    interface Operation {
        BigDecimal of(BigDecimal left, BigDecimal right);
    }

    static BigDecimal add(BigDecimal left, BigDecimal right) {
        if (left.signum() == 0 || right.signum() == 0) {
            return left.signum() == 0 ? right : left;
        }
        long highest = Math.max(highestDigit(left), highestDigit(right));
        long lowest = Math.min(-(long) left.scale(), -(long) right.scale());
        if (highest - lowest >= DIGITS_MAX) {
            throw tooLong();
        }
        return checked(left.add(right));
    }

    private static long highestDigit(BigDecimal number) {
        return (long) number.precision() - number.scale() - 1;
    }

    static BigDecimal subtract(BigDecimal left, BigDecimal right) {
        return add(left, right.negate());
    }

    static BigDecimal multiply(BigDecimal left, BigDecimal right) {
        return checked(checked(left).multiply(checked(right)));
    }

    static BigDecimal divide(BigDecimal left, BigDecimal right) {
        if (right.signum() == 0) {
            throw new ExpressionFailure("division by zero");
        }
        checked(left);
        checked(right);
        try {
            return checked(left.divide(right));
        } catch (ArithmeticException withoutEnd) {
            return left.divide(right, MathContext.DECIMAL128);
        }
    }

    private static BigDecimal checked(BigDecimal number) {
        if (number.precision() > DIGITS_MAX) {
            throw tooLong();
        }
        return number;
    }

    private static ExpressionFailure tooLong() {
        return new ExpressionFailure("computing with a number of more than " + DIGITS_MAX + " digits");
    }

    static int compare(Object left, Object right) {
        return left instanceof Long one && right instanceof Long other
                ? Long.compare(one, other)
                : of(left).compareTo(of(right));
    }

    static boolean isNumber(Object value) {
        return value instanceof Long
                || value instanceof BigDecimal
                || value instanceof Double
                || value instanceof UnsignedLong;
    }

    /** A double counts as the decimal it is written as. */
    static BigDecimal of(Object number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        } else if (number instanceof Double floating) {
            return ofDouble(floating);
        } else if (number instanceof UnsignedLong unsigned) {
            return new BigDecimal(unsigned.bigIntegerValue());
        }
        return BigDecimal.valueOf((Long) number);
    }

    private static BigDecimal ofDouble(double number) {
        if (!Double.isFinite(number)) {
            throw new ExpressionFailure("computing with something that is not a finite number");
        }
        return BigDecimal.valueOf(number);
    }

    /** For {@code decimal(…)}. */
    static BigDecimal convert(Object value) {
        if (isNumber(value)) {
            return of(value);
        }
        String text = value instanceof String written ? written : "";
        try {
            if (text.length() <= TEXT_CHARS_MAX) {
                return new BigDecimal(text);
            }
        } catch (NumberFormatException none) {
            throw new ExpressionFailure("decimal() of something that is not a number");
        }
        throw new ExpressionFailure("decimal() of a text of more than " + TEXT_CHARS_MAX + " characters");
    }

    /** Towards zero, as CEL has it. */
    static long toInt(BigDecimal number) {
        if (number.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) < 0
                || number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new ExpressionFailure("int() of a number that does not fit into 64 bits");
        }
        return number.longValue();
    }

    static double toDouble(BigDecimal number) {
        double nearest = number.doubleValue();
        if (Double.isInfinite(nearest)) {
            throw new ExpressionFailure("double() of a number that no double comes near");
        }
        return nearest;
    }
}
