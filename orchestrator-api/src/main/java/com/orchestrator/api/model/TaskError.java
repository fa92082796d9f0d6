package com.orchestrator.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt ended without success.
 *
 * @param code machine-readable reason, for example {@code CARD_DECLINED} or {@code LEASE_EXPIRED}
 * @param message for people; may be absent
 * @param details any JSON the worker attached
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskError(
        FailureKind kind,
        String code,
        @Nullable String message,
        @Nullable Payload details) {

    /** Whether both say the same; details are compared as values. */
    public boolean saysTheSameAs(TaskError other) {
        boolean sameDetails = details != null && other.details != null
                ? details.saysTheSameAs(other.details)
                : details == null && other.details == null;
        return kind == other.kind && code.equals(other.code) && Objects.equals(message, other.message) && sameDetails;
    }
}
