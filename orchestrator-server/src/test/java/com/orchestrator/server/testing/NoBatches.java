package com.orchestrator.server.testing;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchDryRun;
import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.batch.BatchRequest;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.BatchService;
import com.orchestrator.engine.service.ListQuery;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** There are none and there will be none: who asks about batches brings an {@link com.orchestrator.server.wiring.OwnEngine}. */
final class NoBatches implements BatchService {

    private static OrchestratorException none() {
        return new OrchestratorException(ErrorCode.NOT_FOUND, "There are no batches");
    }

    @Override
    public Batch create(BatchRequest request, String actor) {
        throw none();
    }

    @Override
    public BatchDryRun dryRun(BatchRequest request, String actor) {
        throw none();
    }

    @Override
    public Optional<Batch> find(UUID batchId) {
        return Optional.empty();
    }

    @Override
    public Page<Batch> list(@Nullable String actor, ListQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public Page<BatchItem> items(UUID batchId, BatchItem.@Nullable State state, ListQuery query) {
        throw none();
    }

    @Override
    public Batch move(UUID batchId, Batch.State to, String actor, @Nullable String reason) {
        throw none();
    }
}
