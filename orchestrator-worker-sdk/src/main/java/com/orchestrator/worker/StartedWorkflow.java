package com.orchestrator.worker;

import com.orchestrator.api.model.WorkflowState;
import java.util.UUID;

/** @param deduplicated whether the run was there before, started with the same run id and input */
public record StartedWorkflow(
        UUID instanceId,
        String namespace,
        String workflow,
        int revision,
        String runId,
        WorkflowState state,
        boolean deduplicated) {}
