package com.orchestrator.api.error;

import java.util.List;

/** A refusal on its way to the caller: the only exception that crosses a module border. */
public final class OrchestratorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<Problem.Detail> errors;

    public OrchestratorException(ErrorCode code, String message) {
        this(code, message, List.of());
    }

    /** @param errors every single fault found, for requests that are checked as a whole */
    public OrchestratorException(ErrorCode code, String message, List<Problem.Detail> errors) {
        super(message);
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    public ErrorCode code() {
        return code;
    }

    public List<Problem.Detail> errors() {
        return errors;
    }
}
