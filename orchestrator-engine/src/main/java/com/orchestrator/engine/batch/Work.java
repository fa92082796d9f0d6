package com.orchestrator.engine.batch;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.request.ControlRequest;
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

    /** By what is done to runs that have ended: that it is done already is how a repeat is recognised. */
    static Work of(Disposal disposal) {
        return (batch, instanceIds) -> {
            ControlRequest why = new ControlRequest(batch.order().reason(), null);
            return CompletableFuture.completedFuture(
                    disposal.apply(instanceIds, why, batch.order().actor()));
        };
    }

    /** What becomes of runs that have ended. */
    interface Disposal {

        /** @return why each is not, in their order; empty for one that is */
        List<Optional<OrchestratorException>> apply(List<UUID> instanceIds, ControlRequest why, String actor);
    }
}
