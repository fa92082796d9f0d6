package com.orchestrator.engine.service;

import com.orchestrator.api.error.Problem;
import java.util.List;
import java.util.Set;

/**
 * A definition that could be registered.
 *
 * @param sha256 of its canonical form: what registering it will answer
 * @param queues its attempts, undos and probes are put into
 * @param startsIn namespaces it starts runs in
 */
public record ValidatedDefinition(
        String namespace,
        String name,
        String sha256,
        List<Problem.Detail> warnings,
        Set<String> queues,
        Set<String> startsIn) {}
