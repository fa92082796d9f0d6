package com.orchestrator.engine.service;

import java.time.Instant;

/** Newest revision of one workflow, as lists show it. */
public record DefinitionSummary(String namespace, String name, int revision, String sha256, Instant createdAt) {}
