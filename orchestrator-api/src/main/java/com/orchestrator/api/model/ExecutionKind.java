package com.orchestrator.api.model;

/** Whether an execution does a task's work or undoes it. */
public enum ExecutionKind {
    ACTION,
    COMPENSATION
}
