package com.orchestrator.server.rest.wire;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A failure on the wire: {@code kind} is retryable and {@code code} is ERROR unless said otherwise. */
public record FailureBody(
        @Nullable FailureKind kind,
        @Nullable String code,
        @Nullable String message,
        @Nullable Payload details,
        @Nullable Duration retryAfter) {

    public Failure toFailure() {
        return new Failure(
                kind == null ? FailureKind.RETRYABLE : kind,
                code == null ? "ERROR" : code,
                message,
                details,
                retryAfter);
    }
}
