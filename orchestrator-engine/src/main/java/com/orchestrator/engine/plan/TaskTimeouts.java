package com.orchestrator.engine.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of one task; absent means none, an absent lease means the engine's default.
 *
 * @param schedule ready → leased
 * @param execution leased → report, one attempt
 * @param lease longest silence of a worker
 * @param total over all attempts, from the first one being ready
 */
public record TaskTimeouts(
        @Nullable Duration schedule,
        @Nullable Duration execution,
        @Nullable Duration lease,
        @Nullable Duration total) {
    public static final TaskTimeouts NONE = new TaskTimeouts(null, null, null, null);
}
