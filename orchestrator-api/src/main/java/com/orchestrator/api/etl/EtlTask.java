package com.orchestrator.api.etl;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A half of a run.
 *
 * @param id follows from the run's
 * @param attemptCount attempts that a worker has begun
 * @param rows that it has gone through; while it runs, as far as is heard, which is once a second. What a load has written counts when it is
 *     completed, and not before. Null until something is known
 * @param errorMessage of the last attempt, if that failed
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EtlTask(
        UUID id,
        UUID jobRunId,
        Type taskType,
        EtlStatus status,
        int attemptCount,
        int maxAttempts,
        @Nullable Long rows,
        @Nullable String errorMessage,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt) {

    /** Which half. */
    public enum Type {
        EXTRACT,
        LOAD
    }
}
