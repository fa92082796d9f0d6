package com.orchestrator.engine.service;

import com.orchestrator.api.error.Problem;
import java.util.List;

/**
 * Answer to a registration.
 *
 * @param created false when the same content was registered before
 */
public record RegisteredDefinition(
        String namespace, String name, int revision, String sha256, boolean created, List<Problem.Detail> warnings) {}
