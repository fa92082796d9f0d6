package com.orchestrator.server.front;

/** The connection is closed; there is nobody to be answered. */
final class CallerGoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CallerGoneException(Throwable cause) {
        super(cause);
    }
}
