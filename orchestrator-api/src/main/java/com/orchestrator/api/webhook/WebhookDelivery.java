package com.orchestrator.api.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of an event for a webhook. Of those that were taken the last ones are kept.
 *
 * @param id as receivers get it in {@code webhook-id}
 * @param position of the event in the feed
 * @param type as histories show it
 * @param nextAt when it is tried again
 * @param status of the last answer; null when there was none
 * @param error why the last attempt failed
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record WebhookDelivery(
        String id,
        String position,
        UUID instanceId,
        long sequenceNumber,
        String namespace,
        String workflow,
        String runId,
        String type,
        State state,
        int attempts,
        Instant firstAt,
        Instant lastAt,
        @Nullable Instant nextAt,
        @Nullable Integer status,
        @Nullable String error) {

    /** How it stands. */
    public enum State {
        DELIVERED,
        /** It was not taken and is tried again. */
        RETRYING,
        /** It was given up; a person may send it again. */
        DEAD
    }
}
