package com.orchestrator.api.request;

import com.orchestrator.api.model.Payload;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** "I am still at it." Extends the lease; {@code progress}, if any, is kept for the next attempt to resume from. */
public record LeaseRenewal(
        UUID executionId, long fenceToken, @Nullable Payload progress) {

    public LeaseRenewal {
        RequestLimits.require(executionId, "executionId");
    }
}
