package com.orchestrator.engine.service;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchDryRun;
import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.batch.BatchRequest;
import com.orchestrator.api.model.Page;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One operation on many runs. Refusals are {@link com.orchestrator.api.error.OrchestratorException}s: {@code INVALID_REQUEST} with a
 * pointer for what cannot be meant, also for a batch over nothing.
 */
public interface BatchService {

    /**
     * Makes a batch, which is durable when this returns and goes on by itself.
     *
     * @param actor who does; the actor of what happens to the runs
     */
    Batch create(BatchRequest request, String actor);

    /** What such a batch would do now; changes nothing. */
    BatchDryRun dryRun(BatchRequest request, String actor);

    Optional<Batch> find(UUID batchId);

    /**
     * The newest first.
     *
     * @param actor who has made them; anybody when null
     */
    Page<Batch> list(@Nullable String actor, ListQuery query);

    /**
     * What has become of its runs, in the order in which they are worked on.
     *
     * @param state {@code FAILED} or {@code REFUSED}; all when null
     */
    Page<BatchItem> items(UUID batchId, BatchItem.@Nullable State state, ListQuery query);

    /**
     * Pauses it, lets it go on, or ends it; what has happened to runs stays. The same again changes nothing.
     *
     * @param to {@code PAUSED}, {@code RUNNING} or {@code CANCELLED}
     * @param reason kept with one that is cancelled
     */
    Batch move(UUID batchId, Batch.State to, String actor, @Nullable String reason);
}
