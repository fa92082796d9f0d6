package com.orchestrator.server.auth;

import com.orchestrator.api.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Hears of those who were not let in, or not allowed to change something. */
@FunctionalInterface
public interface Refusals {

    Refusals NOBODY = (principal, code, method, path) -> {};

    /** @param principal null when nobody knows who it was */
    void refused(@Nullable String principal, ErrorCode code, String method, String path);
}
