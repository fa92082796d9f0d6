package com.orchestrator.engine.scheduler;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.BackfillRequest;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.engine.calendar.FireTime;
import com.orchestrator.engine.calendar.FireTimes;
import com.orchestrator.engine.schedule.StoredBackfill;
import com.orchestrator.engine.schedule.StoredSchedule;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Backfills as they are asked for; what cannot be meant is refused. */
final class Backfills {

    private static final int TIMES_MAX = 10_000;
    private static final int CONCURRENT_MAX = 1_000;

    private Backfills() {}

    static StoredBackfill of(
            UUID batchId, StoredSchedule schedule, FireTimes times, BackfillRequest request, Instant now) {
        Instant from = required(request.from(), "from");
        Instant to = required(request.to(), "to");
        if (to.isBefore(from)) {
            throw Timings.refused("/to", "It ends before it begins", "let to be no earlier than from");
        }
        if (to.isAfter(now)) {
            throw Timings.refused("/to", "Times to come come by themselves", "let to be no later than " + now);
        }
        int concurrent = Objects.requireNonNullElse(request.maxConcurrent(), 1);
        if (concurrent < 1 || concurrent > CONCURRENT_MAX) {
            throw Timings.refused("/maxConcurrent", "'maxConcurrent' is not between 1 and " + CONCURRENT_MAX, null);
        }
        Instant before = from.minusNanos(1_000);
        return new StoredBackfill(
                batchId,
                schedule.key(),
                Backfill.State.RUNNING,
                from,
                to,
                overlap(schedule, request),
                concurrent,
                before,
                new StoredBackfill.Count(count(times, before, to), 0, 0, 0),
                now,
                null);
    }

    /** A schedule that never has two runs at once has none by its backfills, and none of their times is lost for that. */
    private static Overlap overlap(StoredSchedule schedule, BackfillRequest request) {
        Overlap own = schedule.spec().overlapOrDefault() == Overlap.ALLOW_ALL ? Overlap.ALLOW_ALL : Overlap.BUFFER_ALL;
        return Objects.requireNonNullElse(request.overlap(), own);
    }

    private static long count(FireTimes times, Instant after, Instant to) {
        long count = 0;
        Optional<FireTime> next = times.next(after);
        while (next.isPresent() && !next.get().at().isAfter(to)) {
            if (++count > TIMES_MAX) {
                throw Timings.refused(
                        "/from", "There are more than " + TIMES_MAX + " times in between", "do it in several pieces");
            }
            next = times.next(next.get().at());
        }
        if (count == 0) {
            throw Timings.refused("/from", "The schedule has no time in between", null);
        }
        return count;
    }

    private static Instant required(@Nullable Instant value, String field) {
        if (value == null) {
            String detail = "'" + field + "' is required";
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST, detail, List.of(new Problem.Detail("/" + field, 0, 0, detail, null)));
        }
        return value;
    }
}
