package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.history.Entry;

/** Events as people read them. */
public final class HistoryEntries {

    private HistoryEntries() {}

    /** What every reader looks for stands beside the data, everything else in it, the payload byte for byte. */
    public static HistoryEntry of(Entry entry) {
        ObjectNode data = (ObjectNode) EventJson.tree(EventJson.write(entry.event()));
        HistoryFields fields = HistoryFields.takeFrom(data);
        Payload payload = entry.payload();
        if (payload != null) {
            data.putRawValue("payload", new RawValue(payload.toString()));
        }
        return new HistoryEntry(
                entry.sequenceNumber(),
                EventJson.typeOf(entry.event()),
                entry.at(),
                fields.taskId(),
                fields.iteration(),
                fields.executionId(),
                fields.attempt(),
                fields.fenceToken(),
                entry.actor(),
                data);
    }
}
