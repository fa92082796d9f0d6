package com.orchestrator.api.limit;

import com.orchestrator.api.model.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of a limit: what is so since then, and because of whom.
 *
 * @param rule what the limit goes by, such as {@code budget:heavy}
 * @param version counted from 1 for each limit; its ETag
 * @param actor null when nobody did: a breaker that opened or closed by itself
 * @param settings null when nothing is set any more
 */
public record LimitChange(
        String rule,
        long version,
        Instant at,
        Action action,
        @Nullable String actor,
        String reason,
        @Nullable Payload settings) {

    /** What was done. */
    public enum Action {
        SET,
        REMOVED,
        /** A breaker was opened, or opened by itself. */
        OPENED,
        /** A breaker was closed, or closed by itself. */
        CLOSED
    }
}
