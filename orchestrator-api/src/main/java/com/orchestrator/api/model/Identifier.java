package com.orchestrator.api.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rule for texts that identify something, in whatever way they come in: by a body, an address, a token or an expression. They
 * are not blank, have a greatest length, and no control character and no half of a surrogate pair, which no database stores.
 */
public enum Identifier {
    /** Namespaces, workflows, workers, queues, tasks, signals, labels. */
    NAME(255),
    RUN_ID(512);

    private static final Pattern CONTROL_CHARACTER = Pattern.compile("[\\x00-\\x1f\\x7f]");

    private final int charsMax;

    Identifier(int charsMax) {
        this.charsMax = charsMax;
    }

    /** In UTF-16 units. */
    public int charsMax() {
        return charsMax;
    }

    /** What is wrong with the text, as the end of a sentence that begins with its name. */
    public Optional<String> fault(String text) {
        return fault(text, charsMax);
    }

    /** The same rule for a text of another length. */
    public static Optional<String> fault(String text, int charsMax) {
        if (text.isBlank()) {
            return Optional.of("is blank");
        }
        if (text.length() > charsMax) {
            return Optional.of("is longer than " + charsMax + " characters");
        }
        return isClean(text) ? Optional.empty() : Optional.of("contains a control character or half a character");
    }

    /** Whether no character of the text is a control character or half a character. */
    public static boolean isClean(String text) {
        return !CONTROL_CHARACTER.matcher(text).find() && text.codePoints().noneMatch(Identifier::isSurrogate);
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
