package com.orchestrator.api.retention;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rule of a namespace as it is set; see {@link RetentionRule}.
 *
 * @param version its ETag
 */
public record RetentionStatus(
        String namespace,
        @Nullable Duration completed,
        @Nullable Duration failed,
        @Nullable Duration compensated,
        @Nullable Duration cancelled,
        @Nullable Duration terminated,
        boolean archive,
        long version,
        Instant changedAt,
        @Nullable String changedBy,
        String reason) {

    public static RetentionStatus of(RetentionRule rule, RetentionChange last) {
        return new RetentionStatus(
                last.namespace(),
                rule.completed(),
                rule.failed(),
                rule.compensated(),
                rule.cancelled(),
                rule.terminated(),
                rule.archive(),
                last.version(),
                last.at(),
                last.actor(),
                last.reason());
    }
}
