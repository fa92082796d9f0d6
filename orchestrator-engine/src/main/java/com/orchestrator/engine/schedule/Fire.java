package com.orchestrator.engine.schedule;

import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.ScheduleFire;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One time of a schedule, and what has become of it.
 *
 * @param number counts the times of a schedule in the order in which they were decided
 * @param nominalAt the time as it is listed; no two of a schedule are the same
 * @param moved whether clocks were put forward over the listed time
 * @param overlap what it does about runs before it
 * @param batchId the backfill it belongs to; null when it came due
 * @param decidedAt when it got into its state
 * @param startedAt when its run was started
 */
public record Fire(
        ScheduleKey schedule,
        long number,
        Instant nominalAt,
        FireState state,
        boolean moved,
        Overlap overlap,
        @Nullable UUID batchId,
        Instant decidedAt,
        @Nullable Instant startedAt,
        @Nullable UUID instanceId,
        @Nullable String detail) {

    /** A fire and whether its run, when it has one, has ended. */
    public record Known(Fire fire, boolean isOver) {}

    /** Which time of which schedule. */
    public record Key(ScheduleKey schedule, long number) {}

    public Key key() {
        return new Key(schedule, number);
    }

    /** The run of a time has this id whoever starts it, so that there is one at most. */
    public String runId() {
        return "schedule/" + schedule.name() + "/" + nominalAt;
    }

    Fire now(FireState newState, Instant now, @Nullable String why) {
        return new Fire(
                schedule, number, nominalAt, newState, moved, overlap, batchId, now, startedAt, instanceId, why);
    }

    /** After the attempt to start its run. */
    public Fire settled(FireState newState, Instant now, @Nullable UUID instance, @Nullable String why) {
        return new Fire(
                schedule,
                number,
                nominalAt,
                newState,
                moved,
                overlap,
                batchId,
                now,
                instance == null ? null : now,
                instance,
                why);
    }

    /** As people see it. */
    public ScheduleFire toScheduleFire() {
        return new ScheduleFire(nominalAt, startedAt, instanceId, outcome(), detail);
    }

    private ScheduleFire.Outcome outcome() {
        return switch (state) {
            case STARTING, BUFFERED -> ScheduleFire.Outcome.BUFFERED;
            case OPEN, STARTED -> moved ? ScheduleFire.Outcome.MOVED : ScheduleFire.Outcome.STARTED;
            case SKIPPED -> ScheduleFire.Outcome.SKIPPED;
            case MISSED -> ScheduleFire.Outcome.MISSED;
        };
    }
}
