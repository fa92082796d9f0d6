package com.orchestrator.api.model;

import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line that a handler has written about an attempt, for people to read. Decides nothing, and is no part of the history.
 * What is too long or cannot be shown is cut or replaced: no line is worth refusing the others for.
 *
 * @param fenceToken under which the attempt was at work, so that the lines of a lost worker can be told from its successor's
 * @param number counted by the worker from 1 for each lease; a line that is sent again is the same line
 * @param at by the worker's clock; absent when nobody has said, or said a time outside of the years 1970 to 9999
 */
public record LogLine(
        UUID executionId,
        long fenceToken,
        int number,
        @Nullable Instant at,
        @Nullable Level level,
        String message) {

    /** Lines kept of one lease. */
    public static final int NUMBER_MAX = 1_000;

    public static final int CHARS_MAX = 4_000;

    private static final Pattern UNSHOWABLE = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f]");

    /** How much it matters. */
    public enum Level {
        DEBUG,
        INFO,
        WARNING,
        ERROR
    }

    public LogLine {
        at = at != null && (at.isBefore(Instant.EPOCH) || !TimeRange.holds(at)) ? null : at;
        level = level == null ? Level.INFO : level;
        message = UNSHOWABLE
                .matcher(message.substring(0, Math.min(message.length(), CHARS_MAX)))
                .replaceAll(" ");
    }

    /** Whether it is among those that are kept. */
    public boolean fits() {
        return number >= 1 && number <= NUMBER_MAX;
    }
}
