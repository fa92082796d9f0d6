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
        @Nullable String errorMessage,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt) {

    /** Which half. */
    public enum Type {
        EXTRACT,
        LOAD
    }
}
