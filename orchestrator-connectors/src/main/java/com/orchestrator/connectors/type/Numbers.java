package com.orchestrator.connectors.type;

import java.math.BigDecimal;

/** Digits with a sign, and nothing rounded: what does not fit is refused. */
final class Numbers {

    private static final int MAX_LENGTH = 400;

    private Numbers() {}

    static Integer integer(String text) throws BadCellException {
        try {
            return Integer.parseInt(digits(text));
        } catch (NumberFormatException tooLarge) {
            throw new BadCellException("is beyond integer");
        }
    }

    static Long bigint(String text) throws BadCellException {
        try {
            return Long.parseLong(digits(text));
        } catch (NumberFormatException tooLarge) {
            throw new BadCellException("is beyond bigint");
        }
    }

    private static String digits(String text) throws BadCellException {
        int start = start(text);
        for (int i = start; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                throw new BadCellException("is no whole number");
            }
        }
        if (start == text.length()) {
            throw new BadCellException("is no whole number");
        }
        return text;
    }

    private static int start(String text) {
        return !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** With a point before the fraction; a point where a comma is expected is one of thousands, so not a number. */
    static String plain(String text, char decimal) throws BadCellException {
        if (decimal == '.') {
            return text;
        }
        if (text.indexOf('.') >= 0) {
            throw new BadCellException("has a point, and fractions are written with '" + decimal + "'");
        }
        return text.replace(decimal, '.');
    }

    static BigDecimal decimal(String text, ColumnType type) throws BadCellException {
        BigDecimal value = fitted(number(text), type.scale());
        if (value.precision() > type.precision()) {
            throw new BadCellException("has more digits than " + type);
        }
        return value;
    }

    private static BigDecimal fitted(BigDecimal value, int scale) throws BadCellException {
        try {
            return value.scale() == scale ? value : value.setScale(scale);
        } catch (ArithmeticException wouldRound) {
            throw new BadCellException("has more than " + scale + " digits behind the point");
        }
    }

    static Double real(String text) throws BadCellException {
        number(text);
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new BadCellException("is beyond double");
        }
        return value;
    }

    /** Digits, one point, an exponent; no NaN, no infinity, no letters that only Java knows, and never huge. */
    private static BigDecimal number(String text) throws BadCellException {
        if (text.length() > MAX_LENGTH || !startsLikeNumber(text)) {
            throw new BadCellException("is no number");
        }
        try {
            BigDecimal value = new BigDecimal(text);
            if (Math.abs((long) value.scale()) > MAX_LENGTH) {
                throw new BadCellException("is beyond all types");
            }
            return value;
        } catch (NumberFormatException notOne) {
            throw new BadCellException("is no number");
        }
    }

    /** BigDecimal also reads digits of other scripts. */
    private static boolean startsLikeNumber(String text) {
        for (int i = start(text); i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isDigit(c) && c != '.' && c != 'e' && c != 'E' && c != '-' && c != '+') {
                return false;
            }
        }
        return true;
    }
}
