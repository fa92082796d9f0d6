package com.orchestrator.api.incident;

/** What an incident is about. */
public enum IncidentKind {
    /** A task of a run waits for a person. */
    TASK,
    /** An undo gave up: a dead letter. */
    UNDO,
    /** A fault keeps a run from going on. */
    SET_ASIDE,
    /** A fault has paused a schedule. */
    SCHEDULE
}
