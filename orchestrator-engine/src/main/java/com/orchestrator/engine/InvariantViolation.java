package com.orchestrator.engine;

/** A bug or a corrupt row. Never caught to continue: the transaction rolls back and the fault is logged once. */
public final class InvariantViolation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvariantViolation(String message) {
        super(message);
    }

    public InvariantViolation(String message, Throwable cause) {
        super(message, cause);
    }
}
