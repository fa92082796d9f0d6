package com.orchestrator.api.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that a projection has passed by because somebody said so.
 *
 * @param payload as the source has it
 * @param reason why it was passed by
 * @param error what stopped the projection at it, or the last retry
 * @param retryAsked whether it is tried again, after the batch that is under way
 * @param retries how often that was in vain
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ProjectionDeadLetter(
        String eventId,
        String position,
        String context,
        String aggregateType,
        String aggregateId,
        @Nullable String type,
        @Nullable String payload,
        int shard,
        String reason,
        @Nullable String error,
        boolean retryAsked,
        int retries,
        Instant putAt) {}
