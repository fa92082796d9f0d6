package com.orchestrator.testkit;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.schedule.ScheduleChange;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredBackfill;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.ScheduleStore;
import com.orchestrator.engine.store.ScheduleTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One server's way to the schedules. */
record FlakyScheduleStore(ScheduleStore store, FlakyStore.Weather weather) implements ScheduleStore {

    @Override
    public <T> T inTransaction(Function<ScheduleTransaction, T> work) {
        return weather.through(store::inTransaction, work);
    }

    @Override
    public Optional<Found> find(ScheduleKey key) {
        return store.find(key);
    }

    @Override
    public Page<StoredSchedule> list(@Nullable String namespace, ListQuery query) {
        return store.list(namespace, query);
    }

    @Override
    public List<Fire> lastFires(ScheduleKey key, int limit) {
        return store.lastFires(key, limit);
    }

    @Override
    public Page<ScheduleChange> changes(ScheduleKey key, ListQuery query) {
        return store.changes(key, query);
    }

    @Override
    public Optional<StoredBackfill> findBackfill(UUID batchId) {
        return store.findBackfill(batchId);
    }

    @Override
    public Optional<ScheduleKey> wakeThoseOfOtherData(String tzdata, ScheduleKey after, int limit) {
        return store.wakeThoseOfOtherData(tzdata, after, limit);
    }

    @Override
    public Instant now() {
        return store.now();
    }
}
