package com.orchestrator.outbox.relay;

/** What a run goes by where it is started: the run id counts within its workflow. */
public record RunName(String namespace, String workflow, String runId) {}
