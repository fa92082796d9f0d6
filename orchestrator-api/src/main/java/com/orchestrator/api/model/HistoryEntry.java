package com.orchestrator.api.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of a run's append-only history. Sequence numbers are gap-free from 1.
 *
 * @param type stable name of the event, for example {@code TASK_COMPLETED}
 * @param actor who asked for it, when a person or worker did
 * @param data what else the event says, including its payload under {@code payload}
 */
public record HistoryEntry(
        long sequenceNumber,
        String type,
        Instant at,
        @Nullable String taskId,
        @Nullable String iteration,
        @Nullable UUID executionId,
        @Nullable Integer attempt,
        @Nullable Long fenceToken,
        @Nullable String actor,
        JsonNode data) {}
