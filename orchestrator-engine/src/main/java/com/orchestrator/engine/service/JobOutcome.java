package com.orchestrator.engine.service;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.job.JobPut;
import com.orchestrator.api.job.JobRequest;
import org.jspecify.annotations.Nullable;

/** One answer of a batch of jobs: exactly one of the two is there. */
public record JobOutcome(@Nullable JobPut put, @Nullable OrchestratorException refusal) {

    /** One item of a batch: a job, or what is wrong with it already. */
    public record Item(
            @Nullable JobRequest request, @Nullable OrchestratorException refusal) {}
}
