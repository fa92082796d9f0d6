package com.orchestrator.server.rest.wire;

import com.orchestrator.api.retention.RetentionRule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code PUT} of how long runs of a namespace are kept. */
public record RetentionBody(
        @Nullable Duration completed,
        @Nullable Duration failed,
        @Nullable Duration compensated,
        @Nullable Duration cancelled,
        @Nullable Duration terminated,
        @Nullable Boolean archive,
        @Nullable String reason) {

    public RetentionRule toRule() {
        return new RetentionRule(completed, failed, compensated, cancelled, terminated, Boolean.TRUE.equals(archive));
    }
}
