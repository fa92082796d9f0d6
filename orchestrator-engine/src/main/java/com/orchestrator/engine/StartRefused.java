package com.orchestrator.engine;

/** A configuration or a database that no engine can run with. The message is one sentence that says what to change. */
public final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartRefused(String message) {
        super(message);
    }

    public StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
