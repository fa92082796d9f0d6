package com.orchestrator.engine.store;

import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.ListQuery;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Batches and their items. */
public interface BatchStore {

    <T> T inTransaction(Function<BatchTransaction, T> work);

    Optional<StoredBatch> find(UUID batchId);

    /**
     * The newest first.
     *
     * @param actor who has made them; anybody when null
     */
    Page<StoredBatch> list(@Nullable String actor, ListQuery query);

    /**
     * What has become of its items, in order.
     *
     * @param state {@code FAILED} or {@code REFUSED}; all when null
     */
    Page<BatchItem> items(UUID batchId, BatchItem.@Nullable State state, ListQuery query);

    /** How many run, counted up to a limit. */
    long running();

    /**
     * Forgets a piece of what ended longer ago.
     *
     * @return how many rows are gone
     */
    int trim(Duration kept, int limit);
}
