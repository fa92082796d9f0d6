package com.orchestrator.api.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When something is due: either cron expressions, or an interval.
 *
 * @param cron expressions of five fields, minute first
 * @param seconds whether they have a field of seconds in front
 * @param every an interval such as {@code 15m} or {@code 7h}, or a period of the calendar such as {@code P1M}
 * @param offset what an interval begins after
 * @param zone region whose clocks count, {@code UTC} when absent
 * @param dayMatch needed when an expression names days of the month and days of the week
 * @param exclude dates ({@code 2026-12-24}), ranges of them ({@code 2026-12-24/2027-01-01}) or cron expressions
 * @param startAt nothing is due before; also what a period is counted from
 * @param endAt nothing is due after
 */
public record Timing(
        List<String> cron,
        boolean seconds,
        @Nullable String every,
        @Nullable Duration offset,
        @Nullable String zone,
        @Nullable DayMatch dayMatch,
        List<String> exclude,
        @Nullable Instant startAt,
        @Nullable Instant endAt) {

    public Timing {
        cron = List.copyOf(cron);
        exclude = List.copyOf(exclude);
    }

    /** On the clocks of a zone, by expressions of five fields. */
    public static Timing cron(String zone, String... expressions) {
        return new Timing(List.of(expressions), false, null, null, zone, null, List.of(), null, null);
    }

    /** Every so long, whatever clocks say: counted from the first of January 1970 in UTC. */
    public static Timing every(Duration interval) {
        return new Timing(List.of(), false, interval.toString(), null, null, null, List.of(), null, null);
    }
}
