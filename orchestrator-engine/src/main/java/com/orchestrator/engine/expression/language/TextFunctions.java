package com.orchestrator.engine.expression.language;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.orchestrator.engine.plan.ExpressionFailure;
import java.util.Collection;

/**
 * Functions on texts that take much longer, or make much more, than their arguments are long. The product of the lengths
 * is bounded, so that a single call ends soon whatever texts the caller of a workflow has sent.
 */
final class TextFunctions {

    static final int TEXT_CHARS_MAX = 100_000;
    private static final long COMPARISONS_MAX = 10_000_000;
    private static final int PATTERN_CHARS_MAX = 500;
    private static final int PATTERN_STEPS_MAX = 5_000_000;

    private TextFunctions() {}

    static boolean contains(String text, String part) {
        checkSearch(text, part);
        return text.contains(part);
    }

    /** Positions are counted in code points, as everywhere in CEL. */
    static long indexOf(String text, String part, long from) {
        checkSearch(text, part);
        int found = text.indexOf(part, offset(text, from));
        return found < 0 ? found : text.codePointCount(0, found);
    }

    static long indexOf(String text, String part) {
        return indexOf(text, part, 0);
    }

    static long lastIndexOf(String text, String part, long from) {
        checkSearch(text, part);
        int found = text.lastIndexOf(part, offset(text, from));
        return found < 0 ? found : text.codePointCount(0, found);
    }

    static long lastIndexOf(String text, String part) {
        return lastIndexOf(text, part, text.codePointCount(0, text.length()));
    }

    private static int offset(String text, long points) {
        if (points < 0 || points > text.codePointCount(0, text.length())) {
            throw new ExpressionFailure("the index " + points + " is outside of the text");
        }
        return text.offsetByCodePoints(0, (int) points);
    }

    private static void checkSearch(String text, String part) {
        if ((long) text.length() * part.length() > COMPARISONS_MAX) {
            throw new ExpressionFailure("a search in so long a text for so long a text");
        }
    }

    /** True when the pattern matches anywhere; RE2, so the time is linear in the text for a given pattern. */
    static boolean matches(String text, String pattern) {
        if (pattern.length() > PATTERN_CHARS_MAX) {
            throw new ExpressionFailure("a pattern of more than " + PATTERN_CHARS_MAX + " characters");
        }
        try {
            Pattern compiled = Pattern.compile(pattern);
            if ((long) compiled.programSize() * text.length() > PATTERN_STEPS_MAX) {
                throw new ExpressionFailure("a match of so long a text with so complicated a pattern");
            }
            return compiled.matcher(text).find();
        } catch (PatternSyntaxException invalid) {
            throw new ExpressionFailure("'" + pattern + "' is not a pattern: " + invalid.getDescription());
        }
    }

    static String join(Collection<?> parts, String separator) {
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (Object part : parts) {
            text.append(first ? "" : separator).append(part);
            checkLength(text.length());
            first = false;
        }
        return text.toString();
    }

    /** The result may be larger than the text by the replacement for each character. */
    static String replace(String text, String from, String to) {
        checkLength((text.length() + 1L) * Math.max(1, to.length()));
        checkSearch(text, from);
        return text.replace(from, to);
    }

    static String concatenate(String left, String right) {
        checkLength((long) left.length() + right.length());
        return left + right;
    }

    static void checkLength(long chars) {
        if (chars > TEXT_CHARS_MAX) {
            throw new ExpressionFailure("a text of more than " + TEXT_CHARS_MAX + " characters");
        }
    }
}
