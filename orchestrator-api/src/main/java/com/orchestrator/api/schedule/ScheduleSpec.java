package com.orchestrator.api.schedule;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.orchestrator.api.model.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has said of a schedule: what is started, when, and what happens when it cannot be. What of it cannot be meant
 * is refused when it is put.
 *
 * @param workflow of the schedule's own namespace
 * @param job what to start instead of a workflow
 * @param revision of the workflow; its default at the time of the start when absent
 * @param input JSON with <code>${ schedule.at }</code> and the like in it; the empty object when absent
 * @param cron expressions of five fields, minute first; a single one may stand alone in JSON
 * @param seconds whether they have a field of seconds in front
 * @param every an interval such as {@code 15m} or {@code 7h}, or a period of the calendar such as {@code P1M}
 * @param offset what an interval begins after
 * @param zone region whose clocks count, {@code UTC} when absent
 * @param dayMatch needed when an expression names days of the month and days of the week
 * @param exclude dates, ranges of dates or cron expressions at which nothing is due
 * @param jitter a start is put off by up to this long, by how long depends on its time alone
 * @param startAt nothing is due before
 * @param endAt nothing is due after
 * @param overlap {@code skip} when absent
 * @param catchUp how old a time may be that is still started
 * @param labels of the runs
 */
public record ScheduleSpec(
        @Nullable String workflow,
        @Nullable Payload job,
        @Nullable Integer revision,
        @Nullable Payload input,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> cron,

        @Nullable Boolean seconds,
        @Nullable String every,
        @Nullable Duration offset,
        @Nullable String zone,
        @Nullable DayMatch dayMatch,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> exclude,

        @Nullable Duration jitter,
        @Nullable Instant startAt,
        @Nullable Instant endAt,
        @Nullable Overlap overlap,
        @Nullable CatchUp catchUp,
        Map<String, String> labels) {

    /** How old a time may be that is started after all, when nothing is said. */
    public static final Duration CATCH_UP_DEFAULT = Duration.ofHours(1);

    public ScheduleSpec {
        cron = List.copyOf(Objects.requireNonNullElse(cron, List.of()));
        exclude = List.copyOf(Objects.requireNonNullElse(exclude, List.of()));
        labels = Map.copyOf(Objects.requireNonNullElse(labels, Map.of()));
    }

    /** @param window times that are older when a server gets to them are recorded as missed */
    public record CatchUp(@Nullable Duration window) {}

    /** When it is due. */
    public Timing timing() {
        return new Timing(cron, seconds != null && seconds, every, offset, zone, dayMatch, exclude, startAt, endAt);
    }

    public Overlap overlapOrDefault() {
        return Objects.requireNonNullElse(overlap, Overlap.SKIP);
    }

    public Duration jitterOrNone() {
        return Objects.requireNonNullElse(jitter, Duration.ZERO);
    }

    public Duration catchUpWindow() {
        return catchUp == null ? CATCH_UP_DEFAULT : Objects.requireNonNullElse(catchUp.window(), CATCH_UP_DEFAULT);
    }

    public Payload inputOrDefault() {
        return Objects.requireNonNullElse(input, Payload.EMPTY_OBJECT);
    }
}
