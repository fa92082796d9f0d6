package com.orchestrator.api.request;

import com.orchestrator.api.model.Payload;
import org.jspecify.annotations.Nullable;

/** A message to a run. With a {@code signalId}, repeating it has no second effect. */
public record SignalRequest(String name, @Nullable String signalId, Payload payload) {

    public SignalRequest {
        RequestLimits.requireText(name, "name", RequestLimits.NAME_CHARS_MAX);
        RequestLimits.optionalText(signalId, "signalId", RequestLimits.NAME_CHARS_MAX);
    }
}
