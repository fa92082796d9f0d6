package com.orchestrator.engine.scheduler;

import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.WorkflowService;
import java.util.function.Consumer;

/**
 * What schedules start.
 *
 * @param checkStart throws what the start of a run would be refused with for what it says, and starts nothing
 * @param checkJob the same for a job
 */
public record Targets(
        WorkflowService workflows,
        JobService jobs,
        Consumer<StartWorkflowRequest> checkStart,
        Consumer<JobRequest> checkJob) {}
