package com.orchestrator.api.request;

import org.jspecify.annotations.Nullable;

/**
 * Pause, resume, cancel or terminate.
 *
 * @param reason recorded in the history
 * @param compensate whether effects are undone; {@code cancel} defaults to true, {@code terminate} must say it
 */
public record ControlRequest(
        @Nullable String reason, @Nullable Boolean compensate) {

    public ControlRequest {
        RequestLimits.optionalText(reason, "reason", RequestLimits.REASON_CHARS_MAX);
    }
}
