package com.orchestrator.engine.persistence;

import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.persistence.sql.BatchItemRows;
import com.orchestrator.engine.persistence.sql.BatchRows;
import com.orchestrator.engine.persistence.sql.ReadNow;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.BatchStore;
import com.orchestrator.engine.store.BatchTransaction;
import com.orchestrator.engine.store.StoredBatch;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A row for each batch, locked by whoever does a step of it, and rows of its items that are never changed. */
final class PostgresBatchStore implements BatchStore {

    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private final JdbcAccess jdbc;

    private final SharedSeal seal;

    PostgresBatchStore(JdbcAccess jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.seal = new SharedSeal(seals);
    }

    @Override
    public <T> T inTransaction(Function<BatchTransaction, T> work) {
        return jdbc.transaction(connection -> {
            Instant now = ReadNow.run(connection);
            return UncheckedSql.unwrap(() -> work.apply(new Transaction(connection, seal, now)));
        });
    }

    @Override
    public Optional<StoredBatch> find(UUID batchId) {
        return jdbc.transaction(connection -> BatchRows.find(connection, batchId)).stream()
                .findFirst()
                .map(seal::opened);
    }

    @Override
    public Page<StoredBatch> list(@Nullable String actor, ListQuery query) {
        UUID before = Objects.requireNonNullElse(Cursor.id(query.cursor()), AFTER_ALL);
        List<StoredBatch> found =
                jdbc.transaction(connection -> BatchRows.list(connection, actor, before, query.limit() + 1));
        return Cursor.page(
                found.stream().map(seal::opened).toList(),
                query.limit(),
                last -> Cursor.of(last.batchId().toString()));
    }

    @Override
    public Page<BatchItem> items(UUID batchId, BatchItem.@Nullable State state, ListQuery query) {
        long after = Cursor.position(query.cursor());
        List<BatchItem> found = jdbc.transaction(
                connection -> BatchItemRows.list(connection, batchId, state, after, query.limit() + 1));
        return Cursor.page(found, query.limit(), last -> Cursor.of(String.valueOf(last.position())));
    }

    @Override
    public long running() {
        return jdbc.transaction(BatchRows::running);
    }

    @Override
    public int trim(Duration kept, int limit) {
        return jdbc.transaction(connection -> {
            List<UUID> old = BatchRows.old(connection, kept);
            if (old.isEmpty()) {
                return 0;
            }
            int gone = BatchItemRows.forget(connection, old.get(0), limit);
            return gone > 0 ? gone : BatchRows.delete(connection, old.get(0));
        });
    }

    private record Transaction(Connection connection, SharedSeal seal, Instant now) implements BatchTransaction {

        @Override
        public List<StoredBatch> lockFree(UUID server, int limit) {
            return UncheckedSql.wrap(() -> BatchRows.lockFree(connection, server, limit)).stream()
                    .map(seal::opened)
                    .toList();
        }

        @Override
        public Optional<StoredBatch> lock(UUID batchId) {
            return UncheckedSql.wrap(() -> BatchRows.lock(connection, batchId)).stream()
                    .findFirst()
                    .map(seal::opened);
        }

        @Override
        public void insert(StoredBatch batch) {
            UncheckedSql.run(() -> BatchRows.insert(connection, seal.sealed(batch)));
        }

        @Override
        public void update(Collection<StoredBatch> batches) {
            if (!batches.isEmpty()) {
                UncheckedSql.run(() -> BatchRows.update(connection, batches));
            }
        }

        @Override
        public void append(UUID batchId, long firstPosition, List<UUID> instanceIds) {
            if (!instanceIds.isEmpty()) {
                UncheckedSql.run(() -> BatchItemRows.append(connection, batchId, firstPosition, instanceIds));
            }
        }

        @Override
        public void except(UUID batchId, Collection<BatchItem> exceptions) {
            if (!exceptions.isEmpty()) {
                UncheckedSql.run(() -> BatchItemRows.except(connection, batchId, exceptions));
            }
        }

        @Override
        public List<UUID> itemsBehind(UUID batchId, long position, int limit) {
            return UncheckedSql.wrap(() -> BatchItemRows.behind(connection, batchId, position, limit));
        }
    }
}
