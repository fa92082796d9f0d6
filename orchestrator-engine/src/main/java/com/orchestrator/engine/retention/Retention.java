package com.orchestrator.engine.retention;

import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.RetentionService;
import com.orchestrator.engine.store.EngineStore;

/** Puts the parts of this package together. */
public final class Retention implements RetentionService {

    private final Deletions deletions;

    public Retention(EngineStore store) {
        deletions = new Deletions(store);
    }

    @Override
    public void deleteRun(Command<ControlRequest> command) {
        deletions.delete(command);
    }
}
