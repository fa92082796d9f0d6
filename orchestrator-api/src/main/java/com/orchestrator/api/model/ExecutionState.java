package com.orchestrator.api.model;

/** Life of one execution, which is one attempt of one task. */
public enum ExecutionState {
    /** Leasable once its {@code availableAt} has come. */
    READY,
    /** A worker holds the right to speak for it. */
    LEASED,
    SUCCEEDED,
    /** The worker said so. */
    FAILED,
    /** Lease expired or attempt timed out without a report: nobody knows whether it happened. */
    UNKNOWN,
    CANCELLED;

    public boolean isEnded() {
        return switch (this) {
            case READY, LEASED -> false;
            case SUCCEEDED, FAILED, UNKNOWN, CANCELLED -> true;
        };
    }
}
