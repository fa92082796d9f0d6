package com.orchestrator.engine.service;

import java.time.Instant;

/** One revision of a workflow, as lists show it. */
public record DefinitionSummary(String namespace, String name, int revision, String sha256, Instant createdAt) {}
