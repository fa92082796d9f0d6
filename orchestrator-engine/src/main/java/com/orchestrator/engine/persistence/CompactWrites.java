package com.orchestrator.engine.persistence;

import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.persistence.Seals.Known;
import com.orchestrator.engine.persistence.sql.CompactRuns;
import com.orchestrator.engine.persistence.sql.CompactRuns.Change;
import com.orchestrator.engine.persistence.sql.CompactRuns.Expected;
import com.orchestrator.engine.persistence.sql.DeleteLogLines;
import com.orchestrator.engine.persistence.sql.DeleteRuns;
import com.orchestrator.engine.persistence.sql.JobEnds;
import com.orchestrator.engine.persistence.sql.LoadPages.Page;
import com.orchestrator.engine.persistence.sql.Pipeline;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.engine.store.RunRecord.Form;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What one unit of work does to runs that stand in the row of their one attempt, or did. */
final class CompactWrites {

    private final Pipeline pipeline;
    private final Contention puts;
    private final WorkSeals seals;
    private final List<Page> unpacked = new ArrayList<>();

    CompactWrites(Pipeline pipeline, Contention puts, WorkSeals seals) {
        this.pipeline = pipeline;
        this.puts = puts;
        this.seals = seals;
    }

    /** The history of a run in this form; none when it is not. */
    static List<Entry> load(Connection connection, UUID instanceId, Seals seals) {
        if (!ExecutionId.mayBeCompact(instanceId)) {
            return List.of();
        }
        List<Page> pages = UncheckedSql.wrap(() -> CompactRuns.load(connection, List.of(instanceId))).stream()
                .flatMap(packed -> PackedPages.unpack(packed).stream())
                .toList();
        return seals.read(connection, pages);
    }

    /** Those of the runs that are in this form. */
    Map<UUID, List<Entry>> load(Map<UUID, Long> afterSequenceNumber) {
        Map<UUID, List<Entry>> histories = new HashMap<>();
        List<UUID> wanted = afterSequenceNumber.keySet().stream()
                .filter(ExecutionId::mayBeCompact)
                .toList();
        if (wanted.isEmpty()) {
            return histories;
        }
        List<Page> packedPages = new ArrayList<>();
        for (CompactRuns.Packed packed : UncheckedSql.wrap(() -> CompactRuns.load(pipeline.connection(), wanted))) {
            histories.put(ExecutionId.instanceOf(packed.executionId()), new ArrayList<>());
            packedPages.addAll(PackedPages.unpack(packed));
        }
        Known known = UncheckedSql.wrap(() -> seals.ofPages(pipeline.connection(), packedPages, afterSequenceNumber));
        for (Page page : packedPages) {
            long after = afterSequenceNumber.getOrDefault(page.instanceId(), 0L);
            seals.read(page, known).stream()
                    .filter(entry -> entry.sequenceNumber() > after)
                    .forEach(histories.getOrDefault(page.instanceId(), new ArrayList<>())::add);
        }
        return histories;
    }

    /** @return the runs that somebody else has changed, or put */
    Set<UUID> record(Collection<RunRecord> records) {
        Set<UUID> lost = put(of(records, Form.COMPACT).filter(RunRecord::isNew).toList());
        lost.addAll(
                move(of(records, Form.COMPACT).filter(record -> !record.isNew()).toList()));
        lost.addAll(delete(of(records, Form.COMPACT_GONE).toList()));
        lost.addAll(unpack(of(records, Form.UNPACKED).toList()));
        return lost;
    }

    private static Stream<RunRecord> of(Collection<RunRecord> records, Form form) {
        return records.stream().filter(record -> record.form() == form);
    }

    private Set<UUID> put(List<RunRecord> records) {
        Set<UUID> there = new HashSet<>();
        if (puts.isExpected() && !records.isEmpty()) {
            List<UUID> ids = records.stream().map(RunRecord::instanceId).toList();
            UncheckedSql.wrap(() -> CompactRuns.load(pipeline.connection(), ids))
                    .forEach(packed -> there.add(ExecutionId.instanceOf(packed.executionId())));
        }
        List<Change> changes = records.stream()
                .filter(record -> !there.contains(record.instanceId()))
                .map(record -> change(record, record.inserted()))
                .toList();
        if (!changes.isEmpty()) {
            pipeline.add(to -> CompactRuns.insert(to, changes));
        }
        return there;
    }

    private Set<UUID> move(List<RunRecord> records) {
        if (records.isEmpty()) {
            return Set.of();
        }
        List<Change> changes =
                records.stream().map(record -> change(record, record.updated())).toList();
        return without(records, UncheckedSql.wrap(() -> CompactRuns.update(pipeline.connection(), changes)));
    }

    private Change change(RunRecord record, List<ExecutionRow> rows) {
        if (rows.size() != 1) {
            throw new InvariantViolation("A run in one row has one attempt, not " + rows);
        }
        return new Change(
                rows.get(0),
                PackedPages.pack(EventPage.write(record.instanceId(), record.events(), seals.of(record.instanceId()))),
                record.expectedSequenceNumber(),
                record.events().get(record.events().size() - 1).sequenceNumber());
    }

    private Set<UUID> delete(List<RunRecord> records) {
        return records.isEmpty()
                ? Set.of()
                : without(
                        records, UncheckedSql.wrap(() -> CompactRuns.delete(pipeline.connection(), expected(records))));
    }

    private Set<UUID> unpack(List<RunRecord> records) {
        if (records.isEmpty()) {
            return Set.of();
        }
        List<CompactRuns.Packed> found =
                UncheckedSql.wrap(() -> CompactRuns.unpack(pipeline.connection(), expected(records)));
        found.forEach(packed -> unpacked.addAll(PackedPages.unpack(packed)));
        return without(
                records, found.stream().map(CompactRuns.Packed::executionId).toList());
    }

    private static List<Expected> expected(List<RunRecord> records) {
        return records.stream()
                .map(record -> new Expected(ExecutionId.first(record.instanceId()), record.expectedSequenceNumber()))
                .toList();
    }

    private static Set<UUID> without(List<RunRecord> records, Collection<UUID> attempts) {
        Set<UUID> lost = new HashSet<>();
        records.forEach(record -> lost.add(record.instanceId()));
        attempts.forEach(attempt -> lost.remove(ExecutionId.instanceOf(attempt)));
        return lost;
    }

    /** What stood in the rows that were unpacked, to be inserted as pages of their own. */
    List<Page> unpacked() {
        return unpacked;
    }

    /** Takes away what is left of jobs that are gone, and writes what stays of them. */
    void leave(Collection<RunRecord> records) {
        List<UUID> gone = of(records, Form.ROWS_GONE).map(RunRecord::instanceId).toList();
        if (!gone.isEmpty()) {
            pipeline.add(to -> DeleteRuns.pages(to, gone));
            pipeline.add(to -> DeleteRuns.rows(to, gone));
        }
        List<UUID> traceless = records.stream()
                .filter(record -> record.form().isGone())
                .map(RunRecord::instanceId)
                .toList();
        if (!traceless.isEmpty()) {
            pipeline.add(to -> DeleteLogLines.of(to, traceless));
        }
        List<JobEnds.Row> ends = records.stream()
                .map(RunRecord::end)
                .flatMap(Stream::ofNullable)
                .map(end -> PostgresJobStore.row(end, seals.of(end.job().instanceId())))
                .toList();
        if (!ends.isEmpty()) {
            pipeline.add(to -> JobEnds.insert(to, ends));
        }
    }
}
