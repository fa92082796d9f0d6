package com.orchestrator.engine.service;

import com.orchestrator.api.request.ControlRequest;

/** How long runs are kept, and how they go. Refusals are {@link com.orchestrator.api.error.OrchestratorException}s. */
public interface RetentionService {

    /**
     * Deletes a run that has ended, with all that it has started and all that is kept of them. Durable when it returns; one that was
     * deleted so before is no fault. Its run id is free from then on.
     */
    void deleteRun(Command<ControlRequest> command);
}
