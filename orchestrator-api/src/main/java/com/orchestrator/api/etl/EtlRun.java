package com.orchestrator.api.etl;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job.
 *
 * @param id also that of the workflow run that does it
 * @param runId what its starter calls it, or which time of the schedule it is of
 * @param errorMessage why it failed, with line and column when a row is to blame
 * @param rowsRead so far while it extracts; null as long as it is not known, as are the others
 * @param rowsLoaded those that the target has taken up
 * @param rowsRejected those that were set aside
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EtlRun(
        UUID id,
        UUID jobDefinitionId,
        String jobName,
        String runId,
        EtlStatus status,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        @Nullable Long rowsRead,
        @Nullable Long rowsLoaded,
        @Nullable Long rowsRejected) {}
