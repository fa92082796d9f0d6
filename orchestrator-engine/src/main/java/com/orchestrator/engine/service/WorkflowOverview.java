package com.orchestrator.engine.service;

import java.time.Instant;

/**
 * A workflow, as lists show it.
 *
 * @param revision the latest one, which {@code sha256} and {@code createdAt} are of
 * @param defaultRevision what a start gets that names none
 * @param paused whether nothing of it may be started
 */
public record WorkflowOverview(
        String namespace,
        String name,
        int revision,
        String sha256,
        Instant createdAt,
        int defaultRevision,
        boolean paused) {}
