package com.orchestrator.projections.worker;

/** What a projection threw at events that were handed to it, as opposed to what else can fail. */
final class HandlerFailure extends Exception {

    private static final long serialVersionUID = 1L;

    HandlerFailure(Throwable cause) {
        super(cause);
    }

    String text() {
        return String.valueOf(getCause());
    }
}
