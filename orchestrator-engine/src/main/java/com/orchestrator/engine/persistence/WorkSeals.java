package com.orchestrator.engine.persistence;

import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.persistence.Seals.Known;
import com.orchestrator.engine.persistence.Seals.NewKey;
import com.orchestrator.engine.persistence.sql.DataKeyRows;
import com.orchestrator.engine.persistence.sql.LoadPages.Page;
import com.orchestrator.engine.persistence.sql.Pipeline;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.engine.store.UnreadablePage;
import java.sql.Connection;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Seals of the runs that one unit of work writes: new ones get a data key with the rest of what is written. */
final class WorkSeals {

    private final Seals seals;
    private final Pipeline pipeline;
    private final Map<UUID, RunSeal> written = new HashMap<>();
    private final Map<UUID, NewKey> made = new HashMap<>();
    private List<UUID> erased = List.of();

    WorkSeals(Seals seals, Pipeline pipeline) {
        this.seals = seals;
        this.pipeline = pipeline;
    }

    /** Before anything of these records is written. */
    void begin(Collection<RunRecord> records) {
        if (!seals.isOn()) {
            return;
        }
        made.putAll(seals.make(ids(records.stream().filter(RunRecord::isNew).toList())));
        made.forEach((instanceId, key) -> written.put(instanceId, key.seal()));
        find(ids(records.stream().filter(record -> !record.isNew()).toList()));
    }

    /** Looks for the seals of runs that have been written before. */
    void find(Collection<UUID> instanceIds) {
        List<UUID> unknown = instanceIds.stream()
                .filter(instanceId -> !written.containsKey(instanceId))
                .toList();
        if (seals.isOn() && !unknown.isEmpty()) {
            written.putAll(UncheckedSql.wrap(() -> seals.ofLane(pipeline.connection(), unknown))
                    .seals());
        }
    }

    RunSeal of(UUID instanceId) {
        return written.getOrDefault(instanceId, RunSeal.PLAIN);
    }

    InstanceRow sealed(InstanceRow row) {
        return of(row.instanceId()).sealed(row);
    }

    /**
     * Writes the keys of new runs, takes those of runs that leave nothing, and destroys those of runs that are erased.
     *
     * @param lost runs that are not written
     */
    void end(Collection<RunRecord> records, Set<UUID> lost) {
        if (!seals.isOn()) {
            return;
        }
        made.keySet().removeAll(lost);
        List<DataKeyRows.Row> rows = records.stream()
                .filter(RunRecord::isNew)
                .map(record -> made.get(record.instanceId()))
                .flatMap(Stream::ofNullable)
                .map(NewKey::row)
                .toList();
        if (!rows.isEmpty()) {
            pipeline.add(to -> DataKeyRows.insert(to, rows));
        }
        List<RunRecord> kept = records.stream()
                .filter(record -> !lost.contains(record.instanceId()))
                .toList();
        List<UUID> traceless = ids(kept.stream()
                .filter(record -> record.form().isGone() && record.end() == null)
                .toList());
        if (!traceless.isEmpty()) {
            pipeline.add(to -> DataKeyRows.delete(to, traceless));
        }
        erased = ids(kept.stream().filter(WorkSeals::isErased).toList());
        if (!erased.isEmpty()) {
            pipeline.add(to -> DataKeyRows.erase(to, erased));
        }
    }

    private static boolean isErased(RunRecord record) {
        return record.events().stream().anyMatch(entry -> entry.event() instanceof LifecycleEvent.PayloadsErased);
    }

    /** All of it is committed: what was made is a run's for good. */
    void committed() {
        Map<UUID, RunSeal> kept = new HashMap<>();
        made.forEach((instanceId, key) -> kept.put(instanceId, key.seal()));
        if (!kept.isEmpty()) {
            seals.keep(kept);
        }
        seals.forget(erased);
    }

    /**
     * Events of pages. A run that is read from its beginning on is opened with the key that it has now, which is none when it was erased;
     * one that goes on, with that in memory.
     */
    List<Entry> read(Page page, Known known) {
        try {
            return EventPage.read(page, known.of(page.instanceId()));
        } catch (UnreadablePage unreadable) {
            seals.forget(List.of(page.instanceId()));
            throw unreadable;
        }
    }

    /** @param afterSequenceNumber what was asked for; 0 for all of a run */
    Known ofPages(Connection connection, Collection<Page> pages, Map<UUID, Long> afterSequenceNumber) {
        List<Page> sealed = pages.stream().filter(EventPage::isSealed).toList();
        if (sealed.isEmpty()) {
            return Known.NONE;
        }
        Map<Boolean, List<Page>> byWhole = sealed.stream()
                .collect(Collectors.partitioningBy(
                        page -> afterSequenceNumber.getOrDefault(page.instanceId(), 0L) == 0));
        Known whole = seals.ofPages(connection, byWhole.getOrDefault(true, List.of()));
        seals.keep(whole.seals());
        return whole.and(seals.ofLanePages(connection, byWhole.getOrDefault(false, List.of())));
    }

    private static List<UUID> ids(Collection<RunRecord> records) {
        return records.stream().map(RunRecord::instanceId).toList();
    }
}
