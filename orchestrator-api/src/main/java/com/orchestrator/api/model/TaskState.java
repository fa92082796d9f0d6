package com.orchestrator.api.model;

/** Where a task stands, forward and undo seen together; for people. */
public enum TaskState {
    PENDING,
    RUNNING,
    /** Nobody works on it: it waits for a time, a message or a person. */
    WAITING,
    COMPLETED,
    SKIPPED,
    FAILED,
    CANCELLED,
    UNDOING,
    UNDONE,
    /** A dead letter: its undo gave up, and a person has to retry, skip or resolve it. */
    UNDO_FAILED
}
