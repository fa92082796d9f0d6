package com.orchestrator.engine.memory;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.persistence.Cursor;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.BatchStore;
import com.orchestrator.engine.store.BatchTransaction;
import com.orchestrator.engine.store.IdOrder;
import com.orchestrator.engine.store.StoredBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One transaction at a time; what it has written is taken back when it fails. */
final class MemoryBatchStore implements BatchStore {

    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private final InstantSource clock;
    private TreeMap<UUID, Stored> rows = new TreeMap<>(IdOrder.BY_BYTES);

    MemoryBatchStore(InstantSource clock) {
        this.clock = clock;
    }

    /** @param exceptions by their positions */
    private record Stored(StoredBatch batch, List<UUID> items, Map<Long, BatchItem> exceptions) {

        Stored {
            items = List.copyOf(items);
            exceptions = Map.copyOf(exceptions);
        }

        Stored with(StoredBatch changed) {
            return new Stored(changed, items, exceptions);
        }

        BatchItem item(int index) {
            long position = index + 1L;
            BatchItem exception = exceptions.get(position);
            if (exception != null) {
                return exception;
            }
            BatchItem.State open =
                    batch.state() == Batch.State.CANCELLED ? BatchItem.State.CANCELLED : BatchItem.State.PENDING;
            BatchItem.State state = position <= batch.progress().done() ? BatchItem.State.SUCCEEDED : open;
            return new BatchItem(position, items.get(index), state, null, null);
        }
    }

    @Override
    public synchronized <T> T inTransaction(Function<BatchTransaction, T> work) {
        TreeMap<UUID, Stored> before = new TreeMap<>(rows);
        boolean isDone = false;
        try {
            T result = work.apply(new Transaction(clock.instant()));
            isDone = true;
            return result;
        } finally {
            rows = isDone ? rows : before;
        }
    }

    @Override
    public synchronized Optional<StoredBatch> find(UUID batchId) {
        return Optional.ofNullable(rows.get(batchId)).map(Stored::batch);
    }

    @Override
    public synchronized Page<StoredBatch> list(@Nullable String actor, ListQuery query) {
        UUID before = Objects.requireNonNullElse(Cursor.id(query.cursor()), AFTER_ALL);
        return Cursor.page(
                rows.headMap(before, false).descendingMap().values().stream()
                        .map(Stored::batch)
                        .filter(batch ->
                                actor == null || actor.equals(batch.order().actor()))
                        .limit(query.limit() + 1L)
                        .toList(),
                query.limit(),
                last -> Cursor.of(last.batchId().toString()));
    }

    @Override
    public synchronized Page<BatchItem> items(UUID batchId, BatchItem.@Nullable State state, ListQuery query) {
        int after = Math.toIntExact(Cursor.position(query.cursor()));
        Stored stored = rows.get(batchId);
        Stream<BatchItem> items = stored == null
                ? Stream.of()
                : Stream.iterate(after, index -> index < stored.items().size(), index -> index + 1)
                        .map(stored::item);
        return Cursor.page(
                items.filter(item -> state == null || item.state() == state)
                        .limit(query.limit() + 1L)
                        .toList(),
                query.limit(),
                last -> Cursor.of(String.valueOf(last.position())));
    }

    @Override
    public synchronized long running() {
        return rows.values().stream()
                .filter(stored -> stored.batch().state() == Batch.State.RUNNING)
                .count();
    }

    @Override
    public synchronized int trim(Duration kept, int limit) {
        Instant until = clock.instant().minus(kept);
        List<UUID> old = rows.values().stream()
                .map(Stored::batch)
                .filter(batch -> batch.endedAt() != null && batch.endedAt().isBefore(until))
                .map(StoredBatch::batchId)
                .limit(limit)
                .toList();
        old.forEach(rows::remove);
        return old.size();
    }

    private final class Transaction implements BatchTransaction {

        private final Instant now;

        Transaction(Instant now) {
            this.now = now;
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public List<StoredBatch> lockFree(UUID server, int limit) {
            return rows.values().stream()
                    .map(Stored::batch)
                    .filter(batch -> batch.isFor(server, now))
                    .limit(limit)
                    .toList();
        }

        @Override
        public Optional<StoredBatch> lock(UUID batchId) {
            return Optional.ofNullable(rows.get(batchId)).map(Stored::batch);
        }

        @Override
        public void insert(StoredBatch batch) {
            MemoryTables.require(!rows.containsKey(batch.batchId()), "batches_pkey", batch);
            rows.put(batch.batchId(), new Stored(batch, List.of(), Map.of()));
        }

        @Override
        public void update(Collection<StoredBatch> batches) {
            batches.forEach(
                    batch -> rows.computeIfPresent(batch.batchId(), (id, stored) -> stored.with(checked(batch))));
        }

        private static StoredBatch checked(StoredBatch batch) {
            StoredBatch.Progress progress = batch.progress();
            boolean adds = progress.done() == progress.succeeded() + progress.failed() + progress.refused();
            MemoryTables.require(adds && progress.done() <= progress.total(), "batch_counts_its_items", batch);
            return batch;
        }

        @Override
        public void append(UUID batchId, long firstPosition, List<UUID> instanceIds) {
            rows.computeIfPresent(batchId, (id, stored) -> {
                MemoryTables.require(firstPosition == stored.items().size() + 1L, "batch_items_pkey", firstPosition);
                List<UUID> items = new ArrayList<>(stored.items());
                items.addAll(instanceIds);
                return new Stored(stored.batch(), items, stored.exceptions());
            });
        }

        @Override
        public void except(UUID batchId, Collection<BatchItem> exceptions) {
            rows.computeIfPresent(batchId, (id, stored) -> {
                Map<Long, BatchItem> all = new TreeMap<>(stored.exceptions());
                exceptions.forEach(item ->
                        MemoryTables.require(all.put(item.position(), item) == null, "batch_exceptions_pkey", item));
                return new Stored(stored.batch(), stored.items(), all);
            });
        }

        @Override
        public List<UUID> itemsBehind(UUID batchId, long position, int limit) {
            List<UUID> items =
                    MemoryTables.present(rows.get(batchId), "a batch", batchId).items();
            int from = Math.toIntExact(Math.min(position, items.size()));
            return items.subList(from, Math.min(items.size(), from + limit));
        }
    }
}
