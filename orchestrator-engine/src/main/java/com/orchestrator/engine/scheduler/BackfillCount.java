package com.orchestrator.engine.scheduler;

import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.FireState;
import com.orchestrator.engine.schedule.StoredBackfill;
import com.orchestrator.engine.store.ScheduleTransaction;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;

/** What starts have come to, counted for the backfills that they belong to. */
final class BackfillCount {

    private BackfillCount() {}

    static List<StoredBackfill> of(ScheduleTransaction transaction, List<Fire> settled) {
        List<UUID> batches = settled.stream()
                .map(Fire::batchId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return transaction.findBackfills(batches).stream()
                .map(backfill -> counted(backfill, settled))
                .toList();
    }

    private static StoredBackfill counted(StoredBackfill backfill, List<Fire> settled) {
        List<Fire> own = settled.stream()
                .filter(fire -> backfill.batchId().equals(fire.batchId()))
                .toList();
        return backfill.with(backfill.count()
                .plus(
                        count(own, fire -> fire.instanceId() != null),
                        count(own, fire -> fire.state() == FireState.MISSED),
                        count(own, fire -> fire.state() == FireState.SKIPPED)));
    }

    private static long count(List<Fire> fires, Predicate<Fire> which) {
        return fires.stream().filter(which).count();
    }
}
