package com.orchestrator.worker;

/** What the server calls a definition; the same content gets the same revision again. */
public record RegisteredWorkflow(String namespace, String name, int revision, int defaultRevision, String sha256) {}
