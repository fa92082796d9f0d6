package com.orchestrator.api.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What one request to a receiver came to.
 *
 * @param delivered whether it answered 2xx
 * @param status null when there was no answer
 * @param error why it does not count as delivered
 * @param millis how long it took
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record WebhookAttempt(
        boolean delivered,
        @Nullable Integer status,
        @Nullable String error,
        long millis) {}
