package com.orchestrator.engine.store;

/** The database cannot be reached or gave up; the outcome of a write may be unknown. Safe to repeat. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
