package com.orchestrator.api.schedule;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one time of a schedule.
 *
 * @param nominalAt the time, as it is listed; runs go by it
 * @param startedAt when the run was started; null when there is none
 * @param detail why it is as it is, when that is not plain
 */
public record ScheduleFire(
        Instant nominalAt,
        @Nullable Instant startedAt,
        @Nullable UUID instanceId,
        Outcome outcome,
        @Nullable String detail) {

    /** What became of it. */
    public enum Outcome {
        /** Its run was started. */
        STARTED,
        /** Its run was started; the listed local time does not exist, since clocks were put forward over it. */
        MOVED,
        /** Its run waits for its turn, or is about to be started. */
        BUFFERED,
        /** It was left out, because a run before it had not ended or the workflow was paused. */
        SKIPPED,
        /** It was left out because no server got to it in time, or because its run could not be started. */
        MISSED
    }
}
