package com.orchestrator.api.model;

/** Life of a run. {@code semantics}: running, resting and ended states never share a name. */
public enum WorkflowState {
    /** Going forward, or waiting for a worker, a timer or a signal. */
    RUNNING,
    /** An operator stopped it; nothing new is leased until it is resumed. */
    PAUSED,
    /** An incident: the engine waits for a person. */
    SUSPENDED,
    /** Undoing what has happened: rolling back, or all that is left before the run has ended is what an earlier round did. */
    COMPENSATING,
    /** An undo gave up; rests until a person retries, skips or resolves it. */
    COMPENSATION_FAILED,
    /** Everything forward is done. */
    COMPLETED,
    /** Ended by a failure or deadline, and nothing was undone. */
    FAILED,
    /** Rolled back: every effect that may have happened is undone. */
    COMPENSATED,
    /** Ended by a cancel that wanted no undo, or found nothing to undo. */
    CANCELLED,
    /** Ended at once by an operator, without undo. */
    TERMINATED;

    /** Whether the run has ended. A run that rests in {@link #COMPENSATION_FAILED} has not. */
    public boolean isTerminal() {
        return switch (this) {
            case RUNNING, PAUSED, SUSPENDED, COMPENSATING, COMPENSATION_FAILED -> false;
            case COMPLETED, FAILED, COMPENSATED, CANCELLED, TERMINATED -> true;
        };
    }

    /** Whether a caller waiting for a result should be answered: ended, or resting until a person acts. */
    public boolean isAtRest() {
        return isTerminal() || this == COMPENSATION_FAILED;
    }
}
