package com.orchestrator.engine.service;

import com.orchestrator.api.request.ControlRequest;

/**
 * An operation on one job, with who asks for it.
 *
 * @param actor principal recorded in the history
 */
public record JobCommand(String jobId, ControlRequest request, String actor) {}
