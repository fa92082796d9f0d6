package com.orchestrator.api.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs of times that have passed.
 *
 * @param from the first time, itself included
 * @param to the last time, itself included; no later than now
 * @param overlap what happens while a run has not ended; {@code allowAll} when the schedule's own is, else {@code bufferAll}
 * @param maxConcurrent runs of it at once; 1 when absent
 */
public record BackfillRequest(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Overlap overlap,
        @Nullable Integer maxConcurrent) {}
