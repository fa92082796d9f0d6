package com.orchestrator.api.model;

/** What runs are told apart by when they are counted. */
public enum CountBy {
    STATE,
    /** By its name; of all namespaces together unless the search names one. */
    WORKFLOW,
    /** What those rest with that rest with anything. */
    CODE
}
