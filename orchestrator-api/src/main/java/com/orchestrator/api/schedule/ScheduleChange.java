package com.orchestrator.api.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.orchestrator.api.model.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of a schedule, and because of whom.
 *
 * @param number counted from 1 for each name, on also when it was deleted and put again
 * @param actor null when nobody did: it has paused itself
 * @param note as it was given with the change, or what it failed of
 * @param spec what is so since then; null when it was deleted
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ScheduleChange(
        String namespace,
        String name,
        long number,
        Instant at,
        Action action,
        @Nullable String actor,
        @Nullable String note,
        @Nullable Payload spec) {

    /** What was done. */
    public enum Action {
        SET,
        PAUSED,
        RESUMED,
        /** A run could not be started for what the schedule says, so it has paused itself. */
        FAILED,
        DELETED
    }
}
