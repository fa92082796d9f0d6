package com.orchestrator.testkit;

import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.BatchStore;
import com.orchestrator.engine.store.BatchTransaction;
import com.orchestrator.engine.store.StoredBatch;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One server's way to the batches. */
record FlakyBatchStore(BatchStore store, FlakyStore.Weather weather) implements BatchStore {

    @Override
    public <T> T inTransaction(Function<BatchTransaction, T> work) {
        return weather.through(store::inTransaction, work);
    }

    @Override
    public Optional<StoredBatch> find(UUID batchId) {
        return store.find(batchId);
    }

    @Override
    public Page<StoredBatch> list(@Nullable String actor, ListQuery query) {
        return store.list(actor, query);
    }

    @Override
    public Page<BatchItem> items(UUID batchId, BatchItem.@Nullable State state, ListQuery query) {
        return store.items(batchId, state, query);
    }

    @Override
    public long running() {
        return store.running();
    }

    @Override
    public int trim(Duration kept, int limit) {
        return store.trim(kept, limit);
    }
}
