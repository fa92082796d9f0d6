package com.orchestrator.api.incident;

/** Whether somebody still has to look at it. */
public enum IncidentState {
    OPEN,
    RESOLVED
}
