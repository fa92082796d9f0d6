package com.orchestrator.engine.service;

import com.orchestrator.api.model.WorkflowInstance;
import java.util.concurrent.CompletableFuture;

/**
 * A run that was started by somebody who waits for its end.
 *
 * @param end the run when it has ended or rests, or when the time is over, with the state it has then
 */
public record AwaitedStart(StartedWorkflow start, CompletableFuture<WorkflowInstance> end) {}
