package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.schedule.ScheduleChange;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.persistence.sql.BackfillRows;
import com.orchestrator.engine.persistence.sql.FireRows;
import com.orchestrator.engine.persistence.sql.IncidentRows;
import com.orchestrator.engine.persistence.sql.NamedStatement;
import com.orchestrator.engine.persistence.sql.ReadNow;
import com.orchestrator.engine.persistence.sql.ScheduleChangeRows;
import com.orchestrator.engine.persistence.sql.ScheduleRows;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredBackfill;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.ScheduleStore;
import com.orchestrator.engine.store.ScheduleTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row per schedule, locked by whoever does something about it. */
final class PostgresScheduleStore implements ScheduleStore {

    private final JdbcAccess jdbc;
    private final SharedSeal text;
    private final ScheduleRows rows;

    PostgresScheduleStore(JdbcAccess jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.text = new SharedSeal(seals);
        this.rows = new ScheduleRows(text);
    }

    @Override
    public <T> T inTransaction(Function<ScheduleTransaction, T> work) {
        return jdbc.transaction(connection -> {
            Instant now = ReadNow.run(connection);
            return UncheckedSql.unwrap(() -> work.apply(new Transaction(connection, rows, text, now)));
        });
    }

    @Override
    public Optional<Found> find(ScheduleKey key) {
        return jdbc
                .transaction(connection -> rows.find(
                        connection,
                        key,
                        schedule -> row ->
                                new Found(schedule, Objects.requireNonNull(NamedStatement.instant(row, "found_at")))))
                .stream()
                .findFirst();
    }

    @Override
    public Page<StoredSchedule> list(@Nullable String namespace, ListQuery query) {
        List<String> after = Cursor.parts(query.cursor(), 2);
        String name = after.isEmpty() ? "" : after.get(1);
        int limit = query.limit() + 1;
        List<StoredSchedule> found = jdbc.transaction(connection -> namespace == null
                ? rows.list(connection, new ScheduleKey(after.isEmpty() ? "" : after.get(0), name), limit)
                : rows.listOfNamespace(connection, new ScheduleKey(namespace, name), limit));
        return Cursor.page(
                found,
                query.limit(),
                schedule -> Cursor.of(schedule.key().namespace(), schedule.key().name()));
    }

    @Override
    public List<Fire> lastFires(ScheduleKey key, int limit) {
        return jdbc.transaction(connection -> FireRows.last(connection, key, limit));
    }

    @Override
    public Page<ScheduleChange> changes(ScheduleKey key, ListQuery query) {
        long before = Cursor.number(query.cursor());
        List<ScheduleChange> found = jdbc.transaction(
                connection -> ScheduleChangeRows.list(connection, key, before, query.limit() + 1, text));
        return Cursor.page(found, query.limit(), last -> Cursor.of(String.valueOf(last.number())));
    }

    @Override
    public Optional<StoredBackfill> findBackfill(UUID batchId) {
        return jdbc.transaction(connection -> BackfillRows.find(connection, List.of(batchId))).stream()
                .findFirst();
    }

    @Override
    public Optional<ScheduleKey> wakeThoseOfOtherData(String tzdata, ScheduleKey after, int limit) {
        return jdbc.transaction(connection -> ScheduleRows.wakeOthers(connection, tzdata, after, limit)).stream()
                .findFirst();
    }

    @Override
    public Instant now() {
        return jdbc.transaction(ReadNow::run);
    }

    private record Transaction(Connection connection, ScheduleRows rows, SharedSeal text, Instant now)
            implements ScheduleTransaction {

        @Override
        public List<StoredSchedule> lockDue(int limit) {
            return UncheckedSql.wrap(() -> rows.lockDue(connection, limit));
        }

        @Override
        public List<StoredSchedule> lock(Collection<ScheduleKey> keys) {
            return UncheckedSql.wrap(() -> rows.lock(connection, keys));
        }

        @Override
        public boolean insert(StoredSchedule schedule) {
            return UncheckedSql.wrap(() -> rows.insert(connection, schedule)) > 0;
        }

        @Override
        public void update(StoredSchedule schedule) {
            run(() -> {
                rows.update(connection, schedule);
                IncidentRows.schedule(connection, schedule);
            });
        }

        @Override
        public void updateProgress(Collection<StoredSchedule> schedules) {
            if (!schedules.isEmpty()) {
                run(() -> ScheduleRows.updateProgress(connection, schedules));
            }
        }

        @Override
        public void delete(ScheduleKey key) {
            run(() -> {
                ScheduleRows.delete(connection, key);
                IncidentRows.scheduleIsGone(connection, key);
            });
        }

        @Override
        public Map<ScheduleKey, List<Fire.Known>> unsettled(Collection<ScheduleKey> keys) {
            return UncheckedSql.wrap(() -> FireRows.unsettled(connection, keys)).stream()
                    .collect(Collectors.groupingBy(known -> known.fire().schedule()));
        }

        @Override
        public Set<Fire.Key> insertFires(Collection<Fire> fires) {
            return fires.isEmpty() ? Set.of() : Set.copyOf(UncheckedSql.wrap(() -> FireRows.insert(connection, fires)));
        }

        @Override
        public void updateFires(Collection<Fire> fires) {
            if (!fires.isEmpty()) {
                run(() -> FireRows.update(connection, fires));
            }
        }

        @Override
        public Optional<Fire> triggered(ScheduleKey key, String triggerId) {
            return UncheckedSql.wrap(() -> FireRows.triggered(connection, key, triggerId)).stream()
                    .findFirst();
        }

        @Override
        public void nameTrigger(Fire.Key fire, String triggerId) {
            run(() -> FireRows.nameTrigger(connection, fire, triggerId));
        }

        @Override
        public void log(
                ScheduleKey key,
                ScheduleChange.Action action,
                @Nullable String actor,
                @Nullable String note,
                @Nullable ScheduleSpec spec) {
            String said = spec == null ? null : text.print(key, spec);
            run(() -> ScheduleChangeRows.insert(connection, key, action, actor, note, said));
        }

        @Override
        public void watchAgain(ScheduleKey key) {
            run(() -> FireRows.watchAgain(connection, key));
        }

        @Override
        public void forgetBefore(Map<ScheduleKey, Long> numbers) {
            if (!numbers.isEmpty()) {
                run(() -> FireRows.forgetBefore(connection, numbers));
            }
        }

        @Override
        public void forgetWithOutcomes(Map<ScheduleKey, Long> numbers) {
            if (!numbers.isEmpty()) {
                run(() -> FireRows.forgetWithOutcomes(connection, numbers));
            }
        }

        @Override
        public Map<ScheduleKey, List<StoredBackfill>> runningBackfills(Collection<ScheduleKey> keys) {
            return UncheckedSql.wrap(() -> BackfillRows.running(connection, keys)).stream()
                    .collect(Collectors.groupingBy(StoredBackfill::schedule));
        }

        @Override
        public List<StoredBackfill> findBackfills(Collection<UUID> batchIds) {
            return batchIds.isEmpty() ? List.of() : UncheckedSql.wrap(() -> BackfillRows.find(connection, batchIds));
        }

        @Override
        public void insertBackfill(StoredBackfill backfill) {
            run(() -> BackfillRows.insert(connection, backfill));
        }

        @Override
        public void updateBackfills(Collection<StoredBackfill> backfills) {
            if (!backfills.isEmpty()) {
                run(() -> BackfillRows.update(connection, backfills));
            }
        }

        @FunctionalInterface
        private interface Write {
            void run() throws SQLException;
        }

        private static void run(Write write) {
            UncheckedSql.wrap(() -> {
                write.run();
                return true;
            });
        }
    }
}
