package com.orchestrator.engine.batch;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.store.StoredBatch;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** How runs get what a batch does. */
interface Work {

    /**
     * Has these runs get it; those that have it already stay as they are.
     *
     * @return why each has not, in their order; empty for one that has
     */
    CompletableFuture<List<Optional<OrchestratorException>>> apply(StoredBatch batch, List<UUID> instanceIds);
}
