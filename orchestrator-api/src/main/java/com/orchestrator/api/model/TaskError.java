package com.orchestrator.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
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
        @Nullable Payload details) {}
