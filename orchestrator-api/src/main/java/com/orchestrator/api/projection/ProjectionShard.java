package com.orchestrator.api.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of a projection, of one build.
 *
 * @param live whether its build is the one that is read
 * @param position of the last event that was worked in; null before the first
 * @param owner the worker that has it
 * @param movedAt when a batch was worked in last
 * @param failures how often the event was tried that it stands at
 * @param failedEvent at which it stands
 * @param retryAt when that is tried again
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ProjectionShard(
        int build,
        int shard,
        boolean live,
        @Nullable String position,
        long events,
        long perSecond,
        ProjectionStatus.Lag lag,
        long generation,
        @Nullable String owner,
        @Nullable Instant movedAt,
        int failures,
        @Nullable String failedEvent,
        @Nullable String error,
        @Nullable Instant retryAt) {}
