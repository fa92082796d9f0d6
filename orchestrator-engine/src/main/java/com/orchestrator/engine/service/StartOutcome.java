package com.orchestrator.engine.service;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.request.StartWorkflowRequest;
import org.jspecify.annotations.Nullable;

/** One answer of a batch start: exactly one of the two is there. */
public record StartOutcome(
        @Nullable StartedWorkflow started, @Nullable OrchestratorException refusal) {

    /** One item of a batch: a request, or what is wrong with it already. */
    public record Item(
            @Nullable StartWorkflowRequest request,
            @Nullable OrchestratorException refusal) {}
}
