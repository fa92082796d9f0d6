package com.orchestrator.engine.service;

import com.orchestrator.api.model.Payload;
import java.time.Instant;

/**
 * One immutable revision.
 *
 * @param definition canonical JSON
 * @param source the text as it was registered
 */
public record StoredDefinition(
        String namespace,
        String name,
        int revision,
        String sha256,
        Instant createdAt,
        Payload definition,
        String source) {}
