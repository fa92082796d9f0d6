package com.orchestrator.engine.store;

import com.orchestrator.engine.decision.Entry;
import java.util.List;
import java.util.UUID;

/**
 * What a batch has made of one run: its row, the rows of the executions that changed, and the events that say why.
 *
 * @param expectedSequenceNumber what the stored row must still have; 0 for a new run
 * @param inserted executions that are new
 * @param updated executions that existed before and changed
 */
public record RunRecord(
        InstanceRow instance,
        long expectedSequenceNumber,
        List<ExecutionRow> inserted,
        List<ExecutionRow> updated,
        List<Entry> events) {

    public RunRecord {
        inserted = List.copyOf(inserted);
        updated = List.copyOf(updated);
        events = List.copyOf(events);
    }

    public UUID instanceId() {
        return instance.instanceId();
    }

    public boolean isNew() {
        return expectedSequenceNumber == 0;
    }
}
