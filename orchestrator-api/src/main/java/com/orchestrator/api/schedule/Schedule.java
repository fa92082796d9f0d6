package com.orchestrator.api.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.orchestrator.api.model.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is: what was said of it ({@link ScheduleSpec}), and how it stands.
 *
 * @param paused nothing comes due until somebody resumes it
 * @param note why, as it was given
 * @param incident why the engine has paused it by itself; gone when somebody resumes it
 * @param version counts changes by people, from 1; what {@code If-Match} is held against
 * @param next up to ten times to come; none while it is paused
 * @param last what became of recent times, the newest first
 * @param missed times that were missed, ever
 * @param changedBy who made the last change
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Schedule(
        String namespace,
        String name,
        @Nullable String workflow,
        @Nullable Payload job,
        @Nullable Integer revision,
        Payload input,
        List<String> cron,
        boolean seconds,
        @Nullable String every,
        @Nullable Duration offset,
        String zone,
        @Nullable DayMatch dayMatch,
        List<String> exclude,
        @Nullable Duration jitter,
        @Nullable Instant startAt,
        @Nullable Instant endAt,
        Overlap overlap,
        ScheduleSpec.CatchUp catchUp,
        Map<String, String> labels,
        boolean paused,
        @Nullable String note,
        @Nullable Incident incident,
        long version,
        List<Instant> next,
        List<ScheduleFire> last,
        long missed,
        Instant createdAt,
        Instant changedAt,
        @Nullable String changedBy) {

    public Schedule {
        cron = List.copyOf(cron);
        exclude = List.copyOf(exclude);
        labels = Map.copyOf(labels);
        next = List.copyOf(next);
        last = List.copyOf(last);
    }

    /**
     * What kept it from starting a run.
     *
     * @param at the time whose run could not be started
     */
    public record Incident(String code, String message, Instant at) {}
}
