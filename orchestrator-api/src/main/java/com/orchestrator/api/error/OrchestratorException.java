package com.orchestrator.api.error;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A refusal on its way to the caller: the only exception that crosses a module border. */
public final class OrchestratorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<Problem.Detail> errors;
    private final @Nullable Duration retryAfter;

    public OrchestratorException(ErrorCode code, String message) {
        this(code, message, List.of());
    }

    /** @param errors every single fault found, for requests that are checked as a whole */
    public OrchestratorException(ErrorCode code, String message, List<Problem.Detail> errors) {
        this(code, message, errors, null);
    }

    /** @param retryAfter when the same call may succeed; null when nobody knows */
    public OrchestratorException(
            ErrorCode code, String message, List<Problem.Detail> errors, @Nullable Duration retryAfter) {
        super(message);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    public ErrorCode code() {
        return code;
    }

    public List<Problem.Detail> errors() {
        return errors;
    }

    /** When the same call may succeed; empty when nobody knows. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
