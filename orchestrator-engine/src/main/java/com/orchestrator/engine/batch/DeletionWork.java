package com.orchestrator.engine.batch;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.engine.service.RetentionService;
import com.orchestrator.engine.store.StoredBatch;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** By taking runs away, with their histories: that a run is gone already is how a repeat is recognised. */
final class DeletionWork implements Work {

    private final RetentionService retention;

    DeletionWork(RetentionService retention) {
        this.retention = retention;
    }

    @Override
    public CompletableFuture<List<Optional<OrchestratorException>>> apply(StoredBatch batch, List<UUID> instanceIds) {
        ControlRequest why = new ControlRequest(batch.order().reason(), null);
        return CompletableFuture.completedFuture(
                retention.deleteRuns(instanceIds, why, batch.order().actor()));
    }
}
