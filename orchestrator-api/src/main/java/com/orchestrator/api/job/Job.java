package com.orchestrator.api.job;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands.
 *
 * @param instanceId the run that does it; its events, tasks and log are found by it
 * @param payload absent in lists, and when only the outcome was kept
 * @param output what its worker gave back; absent in lists that were not asked for it
 * @param cause why it did not end well
 * @param attempts how often a worker was given it
 */
public record Job(
        String jobId,
        UUID instanceId,
        String type,
        JobState state,
        @Nullable Payload payload,
        @Nullable Payload output,
        @Nullable Cause cause,
        @Nullable String entityId,
        @Nullable String dedupeKey,
        Priority priority,
        @Nullable String workload,
        String queue,
        JobHistory history,
        int attempts,
        Instant createdAt,
        @Nullable Instant runAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
