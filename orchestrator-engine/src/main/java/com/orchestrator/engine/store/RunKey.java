package com.orchestrator.engine.store;

/** The caller's name of a run: unique over all time. */
public record RunKey(String namespace, String workflow, String runId) {}
