package com.orchestrator.api.model;

/** What an execution does for its task: the work, its undo, or finding out whether the work happened. */
public enum ExecutionKind {
    ACTION,
    COMPENSATION,
    PROBE
}
