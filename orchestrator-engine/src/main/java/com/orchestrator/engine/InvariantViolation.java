package com.orchestrator.engine;

import org.jspecify.annotations.Nullable;

/** A bug or a corrupt row. Never caught to continue: the transaction rolls back and the fault is logged once. */
public class InvariantViolation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvariantViolation(String message) {
        super(message);
    }

    public InvariantViolation(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
