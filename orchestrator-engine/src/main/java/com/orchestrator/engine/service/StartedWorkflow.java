package com.orchestrator.engine.service;

import com.orchestrator.api.model.WorkflowState;
import java.util.UUID;

/**
 * Answer to a start.
 *
 * @param deduplicated true when the run id was known and the request the same
 */
public record StartedWorkflow(
        UUID instanceId,
        String namespace,
        String workflow,
        int revision,
        String runId,
        WorkflowState state,
        long sequenceNumber,
        boolean deduplicated) {}
