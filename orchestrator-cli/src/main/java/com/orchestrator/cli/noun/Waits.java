package com.orchestrator.cli.noun;

import com.orchestrator.cli.outcome.CommandException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a command waits: no longer than a month, whatever is said. */
final class Waits {

    static final Duration USUAL = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final Pattern PARTS =
            Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};

    private Waits() {}

    /** @param text empty for what is usual */
    static Duration of(String text) {
        if (text.isEmpty()) {
            return USUAL;
        }
        Duration wait = text.startsWith("P") ? iso(text) : parts(text);
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw CommandException.usage("'" + text + "' is no duration.", "It looks like 30s, 1m30s or PT30S.");
        }
    }

    private static Duration parts(String text) {
        Matcher parts = PARTS.matcher(text);
        Duration sum = Duration.ZERO;
        for (int part = 1; parts.matches() && part <= MILLIS.length; part++) {
            if (parts.group(part) != null) {
                sum = sum.plus(Duration.ofMillis(MILLIS[part - 1]).multipliedBy(Long.parseLong(parts.group(part))));
            }
        }
        return sum;
    }
}
