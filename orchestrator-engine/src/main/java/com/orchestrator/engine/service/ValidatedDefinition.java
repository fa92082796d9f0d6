package com.orchestrator.engine.service;

import com.orchestrator.api.error.Problem;
import java.util.List;

/**
 * A definition that could be registered.
 *
 * @param sha256 of its canonical form: what registering it will answer
 */
public record ValidatedDefinition(String namespace, String name, String sha256, List<Problem.Detail> warnings) {}
