package com.orchestrator.api.model;

/** What a worker reported about an execution after the engine had stopped waiting for it. Refused, but kept. */
public enum LateOutcome {
    LATE_SUCCESS,
    LATE_FAILURE
}
