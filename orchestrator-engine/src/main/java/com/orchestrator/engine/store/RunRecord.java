package com.orchestrator.engine.store;

import com.orchestrator.engine.history.Entry;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a batch has made of one run: the events, and the rows that change with them.
 *
 * @param expectedSequenceNumber the last event the stored history must have; 0 for a new run
 * @param events what follows it, never empty
 * @param instance the run's row; null when it stays as it is, which a new run's cannot
 * @param inserted attempts that get a row
 * @param updated attempts whose row changes
 * @param deleted attempts whose row goes
 * @param forgetsProgress the run has ended and what its attempts reported as progress is no longer needed
 * @param permits what its attempts count against from now on, and no more
 */
public record RunRecord(
        UUID instanceId,
        long expectedSequenceNumber,
        List<Entry> events,
        @Nullable InstanceRow instance,
        List<ExecutionRow> inserted,
        List<ExecutionRow> updated,
        List<UUID> deleted,
        boolean forgetsProgress,
        PermitChange permits) {

    public RunRecord {
        events = List.copyOf(events);
        inserted = List.copyOf(inserted);
        updated = List.copyOf(updated);
        deleted = List.copyOf(deleted);
    }

    /** The same with other rows of attempts that get one. */
    public RunRecord withInserted(List<ExecutionRow> rows) {
        return new RunRecord(
                instanceId, expectedSequenceNumber, events, instance, rows, updated, deleted, forgetsProgress, permits);
    }

    public boolean isNew() {
        return expectedSequenceNumber == 0;
    }
}
