package com.orchestrator.engine.scheduler;

import com.orchestrator.api.request.StartWorkflowRequest;

/** Whether a run could be started as it is asked for. */
@FunctionalInterface
public interface StartCheck {

    /** @throws com.orchestrator.api.error.OrchestratorException when it would be refused for what it says */
    void check(StartWorkflowRequest request);
}
