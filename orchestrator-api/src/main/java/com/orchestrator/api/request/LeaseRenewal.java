package com.orchestrator.api.request;

import com.orchestrator.api.model.Payload;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * "I am still at it." Extends the lease; {@code progress}, if any, is kept for the next attempt to resume from.
 *
 * @param lease how long the lease shall last from now on, 1 ms to 30 days; its own duration when absent or less. For a
 *     worker that leaves the task to somebody else, who reports it later. A renewal never shortens a lease
 */
public record LeaseRenewal(
        UUID executionId,
        long fenceToken,
        @Nullable Payload progress,
        @Nullable Duration lease) {

    /** Nobody is at work meanwhile, so it may be far longer than a lease somebody works under. */
    public static final Duration LEASE_MAX = Duration.ofDays(30);

    public LeaseRenewal {
        RequestLimits.require(executionId, "executionId");
        if (lease != null && !RequestLimits.isLease(lease, LEASE_MAX)) {
            throw RequestLimits.invalid("lease", "'lease' is not between 1ms and 30d", null);
        }
    }

    /** Extends the lease by its own duration. */
    public LeaseRenewal(UUID executionId, long fenceToken, @Nullable Payload progress) {
        this(executionId, fenceToken, progress, null);
    }
}
