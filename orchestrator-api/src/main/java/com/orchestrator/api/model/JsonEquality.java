package com.orchestrator.api.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says whether two JSON values are the same: object keys in any order, numbers by their exact value ({@code 1} is
 * {@code 1.0} and {@code 10e-1}). The one rule for everything that is sent twice.
 */
final class JsonEquality {

    private static final Optional<String> NONE = Optional.empty();

    private JsonEquality() {}

    /** RFC 6901 pointer to the first place where they differ, in the order of the names. */
    static Optional<String> firstDifference(JsonNode left, JsonNode right) {
        if (left.isObject() && right.isObject()) {
            return ofObjects(left, right);
        } else if (left.isArray() && right.isArray()) {
            return ofArrays(left, right);
        }
        return sameScalar(left, right) ? NONE : Optional.of("");
    }

    private static Optional<String> ofObjects(JsonNode left, JsonNode right) {
        Set<String> names = new TreeSet<>();
        left.fieldNames().forEachRemaining(names::add);
        right.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            Optional<String> difference = firstDifference(left.path(name), right.path(name));
            if (difference.isPresent()) {
                String step = name.replace("~", "~0").replace("/", "~1");
                return difference.map(rest -> "/" + step + rest);
            }
        }
        return NONE;
    }

    private static Optional<String> ofArrays(JsonNode left, JsonNode right) {
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            Optional<String> difference = firstDifference(left.path(i), right.path(i));
            if (difference.isPresent()) {
                String step = "/" + i;
                return difference.map(rest -> step + rest);
            }
        }
        return NONE;
    }

    private static boolean sameScalar(JsonNode left, JsonNode right) {
        if (left.isPojo() || right.isPojo()) {
            return isNumber(left) && isNumber(right) && Digits.of(left).equals(Digits.of(right));
        } else if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue()) == 0;
        }
        return left.equals(right);
    }

    private static boolean isNumber(JsonNode node) {
        return node.isNumber() || node.isPojo();
    }

    /**
     * A number without leading and trailing zeros, for those that are too far away for arithmetic.
     *
     * @param digits with the sign; no point
     * @param exponent of the last digit
     */
    private record Digits(String digits, BigInteger exponent) {

        static Digits of(JsonNode number) {
            String text = number.toString().toLowerCase(Locale.ROOT);
            int e = text.indexOf('e');
            String mantissa = e < 0 ? text : text.substring(0, e);
            BigInteger exponent = e < 0 ? BigInteger.ZERO : new BigInteger(text.substring(e + 1));
            int point = mantissa.indexOf('.');
            int fraction = point < 0 ? 0 : mantissa.length() - point - 1;
            String digits = mantissa.replace(".", "").replaceFirst("^(-?)0+(?=.)", "$1");
            String stripped = digits.replaceFirst("0+$", "");
            return new Digits(
                    stripped, exponent.add(BigInteger.valueOf((long) digits.length() - stripped.length() - fraction)));
        }
    }
}
