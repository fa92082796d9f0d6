package com.orchestrator.engine.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When a wait is over, as it is written: so long after it began, or at a moment. Exactly one of the two is there. */
public record WaitTime(@Nullable Duration length, @Nullable Instant moment) {

    private static final int QUOTED_CHARS_MAX = 80;
    private static final Pattern SHORT_PART = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Pattern SHORT = Pattern.compile("(\\d{1,12}(ms|s|m|h|d))+");

    /**
     * Reads what a value names, be it ever so far away.
     *
     * @throws ExpressionFailure when it is neither a duration nor a moment
     */
    public static WaitTime read(JsonNode time) {
        if (!time.isTextual()) {
            throw new ExpressionFailure("A wait needs a duration or a moment as text, not " + time.getNodeType());
        }
        String text = time.textValue();
        try {
            return looksLikeDuration(text)
                    ? new WaitTime(duration(text), null)
                    : new WaitTime(null, OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            throw new ExpressionFailure(quoted(text) + " is neither a duration such as 90s nor an RFC 3339 moment");
        }
    }

    /**
     * The moment a value names.
     *
     * @throws ExpressionFailure when it is neither a duration nor a moment, or none that can be held
     */
    public static Instant dueAt(JsonNode time, Instant now) {
        WaitTime read = read(time);
        if (!read.canBeHeld()) {
            throw new ExpressionFailure(quoted(time.textValue()) + " is " + read.beyond());
        }
        return read.length == null ? Objects.requireNonNull(read.moment) : TimeRange.later(now, read.length);
    }

    /** Whether it is within the times that can be held. */
    public boolean canBeHeld() {
        return length == null ? TimeRange.holds(Objects.requireNonNull(moment)) : TimeRange.holds(length);
    }

    /** Whether it was over before it began. */
    public boolean isBackwards() {
        return length != null && length.isNegative();
    }

    /** Why it cannot be held. */
    public String beyond() {
        return length == null ? "not " + TimeRange.MOMENTS : "too long: " + TimeRange.DURATIONS;
    }

    /** What is no time may be of any length. */
    private static String quoted(String text) {
        return "'" + (text.length() <= QUOTED_CHARS_MAX ? text : text.substring(0, QUOTED_CHARS_MAX) + "…") + "'";
    }

    private static boolean looksLikeDuration(String text) {
        return text.startsWith("P") || SHORT.matcher(text).matches();
    }

    /**
     * Reads {@code 30s}, {@code 1h30m}, {@code 500ms} and ISO-8601.
     *
     * @throws DateTimeException when it is none of these
     * @throws ArithmeticException when it is longer than any duration
     */
    public static Duration duration(String text) {
        if (!SHORT.matcher(text).matches()) {
            return Duration.parse(text);
        }
        Duration sum = Duration.ZERO;
        Matcher part = SHORT_PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(partOf(Long.parseLong(part.group(1)), part.group(2)));
        }
        return sum;
    }

    private static Duration partOf(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new DateTimeException("Unknown unit " + unit);
        };
    }
}
