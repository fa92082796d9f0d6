package com.orchestrator.engine.store;

/** Another server has moved a run, nobody knows yet which; nothing was written, and all of it is to be done again. */
public final class RunsMovedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RunsMovedException(Throwable cause) {
        super("Another server has moved a run; the batch is decided again", cause);
    }
}
