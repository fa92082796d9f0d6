package com.orchestrator.engine.store;

import com.orchestrator.api.batch.BatchItem;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What may be read and written about batches in one transaction. Whatever is about a batch is written by who has locked it. */
public interface BatchTransaction {

    /** {@code engine_now()}, read once. */
    Instant now();

    /** Locks those that run and that a server may work on, which nobody else has locked; the oldest first. */
    List<StoredBatch> lockFree(UUID server, int limit);

    /** Locks one, and waits for it. */
    Optional<StoredBatch> lock(UUID batchId);

    void insert(StoredBatch batch);

    /** Writes what changes of it. */
    void update(Collection<StoredBatch> batches);

    /** Keeps runs of a batch, the first at a position. */
    void append(UUID batchId, long firstPosition, List<UUID> instanceIds);

    /** Keeps what has gone another way than it was meant to. */
    void except(UUID batchId, Collection<BatchItem> exceptions);

    /** Runs of a batch behind a position, in order. */
    List<UUID> itemsBehind(UUID batchId, long position, int limit);
}
