package com.orchestrator.server.rest.param;

import com.orchestrator.server.rest.json.Refusals;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name in a path or query. Refused when no stored name can look like it: a NUL byte would otherwise travel as far as
 * the database, which answers it with a fault.
 */
public record Text(String value) {

    private static final int CHARS_MAX = 1_000;
    private static final Pattern CONTROL_CHARACTER = Pattern.compile("[\\x00-\\x1f\\x7f]");

    public Text {
        if (value.length() > CHARS_MAX) {
            throw Refusals.invalid("", "A name in the address is longer than " + CHARS_MAX + " characters", null);
        }
        if (!isClean(value)) {
            throw Refusals.invalid("", "A name in the address contains a control character or half a character", null);
        }
    }

    /** Whether no character of the text is a control character or half a character. */
    public static boolean isClean(String value) {
        return !CONTROL_CHARACTER.matcher(value).find() && value.codePoints().noneMatch(Text::isSurrogate);
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    public static Text fromString(String value) {
        return new Text(value);
    }

    public static @Nullable String value(@Nullable Text text) {
        return text == null ? null : text.value();
    }

    @Override
    public String toString() {
        return value;
    }
}
