package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.FairShare;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.engine.store.RunTransaction;
import com.orchestrator.engine.store.Strand;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Gives work that becomes ready in fair queues its place, one statement for all of a batch. */
final class FairPlaces {

    private final Map<UUID, FairShare> shares;

    private record Key(Strand strand, String key) {
        static Key of(FairShare share) {
            return new Key(share.strand(), share.key());
        }
    }

    /** @param shares what each attempt that gets a row takes of its queue; those that are missing have no place */
    FairPlaces(Map<UUID, FairShare> shares) {
        this.shares = shares;
    }

    /**
     * Before anything is written: a run that stands in one row is written with its events. A place that nobody comes to have is no harm.
     *
     * @return the same records, with places
     */
    List<RunRecord> assign(List<RunRecord> records, RunTransaction transaction) {
        Map<Key, Long> taken = new HashMap<>();
        records.forEach(record -> record.inserted().forEach(row -> {
            FairShare share = shares.get(row.executionId());
            if (share != null) {
                taken.merge(Key.of(share), share.taken(), Long::sum);
            }
        }));
        if (taken.isEmpty()) {
            return records;
        }
        Map<Key, Long> next = new HashMap<>();
        transaction
                .takePlaces(taken.entrySet().stream()
                        .map(each -> new FairShare(
                                each.getKey().strand(), each.getKey().key(), each.getValue()))
                        .sorted(Comparator.comparing(FairShare::strand).thenComparing(FairShare::key))
                        .toList())
                .forEach((share, last) -> next.put(Key.of(share), last - share.taken()));
        return records.stream()
                .map(record -> record.withInserted(
                        record.inserted().stream().map(row -> placed(row, next)).toList()))
                .toList();
    }

    private ExecutionRow placed(ExecutionRow row, Map<Key, Long> next) {
        FairShare share = shares.get(row.executionId());
        return share == null ? row : row.at(row.line(), next.merge(Key.of(share), share.taken(), Long::sum));
    }
}
