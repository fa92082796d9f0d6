package com.orchestrator.api.job;

/** Life of a job. */
public enum JobState {
    /** Waits: for its time, for a worker, or for its next attempt. */
    PENDING,
    /** A worker has it, or its undo is under way. */
    RUNNING,
    SUCCEEDED,
    /** Has given up, or waits for a person; {@code retry} lets it try again, unless it was undone. */
    FAILED,
    CANCELLED;

    /** Whether nothing more happens to it by itself. */
    public boolean isOver() {
        return this != PENDING && this != RUNNING;
    }
}
