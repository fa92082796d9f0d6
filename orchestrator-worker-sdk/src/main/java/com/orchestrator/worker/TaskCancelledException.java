package com.orchestrator.worker;

/** Thrown by {@link TaskContext#throwIfCancelled()}: the run no longer wants this task, or its lease is lost. */
public final class TaskCancelledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TaskCancelledException(String message) {
        super(message);
    }
}
