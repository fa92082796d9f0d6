package com.orchestrator.engine.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads when a wait is over: a duration from now or a moment. */
public final class WaitTime {

    private static final Pattern SHORT_PART = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Pattern SHORT = Pattern.compile("(\\d{1,12}(ms|s|m|h|d))+");

    private WaitTime() {}

    /**
     * The moment a value names.
     *
     * @throws ExpressionFailure when it is neither a duration nor a moment
     */
    public static Instant dueAt(JsonNode time, Instant now) {
        if (!time.isTextual()) {
            throw new ExpressionFailure("A wait needs a duration or a moment as text, not " + time.getNodeType());
        }
        String text = time.textValue();
        try {
            return looksLikeDuration(text)
                    ? now.plus(duration(text))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw new ExpressionFailure("'" + text + "' is neither a duration such as 90s nor an RFC 3339 moment");
        }
    }

    private static boolean looksLikeDuration(String text) {
        return text.startsWith("P") || SHORT.matcher(text).matches();
    }

    /**
     * Reads {@code 30s}, {@code 1h30m}, {@code 500ms} and ISO-8601.
     *
     * @throws DateTimeException when it is none of these
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
