package com.orchestrator.api.retention;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of the rule of a namespace: what is so since then, and because of whom.
 *
 * @param version counted from 1 for each namespace; its ETag
 * @param rule null when there is none any more
 */
public record RetentionChange(
        String namespace,
        long version,
        Instant at,
        Action action,
        @Nullable String actor,
        String reason,
        @Nullable RetentionRule rule) {

    /** What was done. */
    public enum Action {
        SET,
        REMOVED
    }
}
