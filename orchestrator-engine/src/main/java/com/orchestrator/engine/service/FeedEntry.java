package com.orchestrator.engine.service;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.engine.sensitive.Mask;
import java.util.UUID;

/** One event of one run, as the feed tells it. */
public record FeedEntry(
        FeedPosition position, UUID instanceId, String namespace, String workflow, String runId, HistoryEntry event) {

    /** The same without what is sensitive. */
    public FeedEntry without(Mask mask) {
        if (mask.isNone()) {
            return this;
        }
        HistoryEntry shown = new HistoryEntry(
                event.sequenceNumber(),
                event.type(),
                event.at(),
                event.taskId(),
                event.iteration(),
                event.executionId(),
                event.attempt(),
                event.fenceToken(),
                event.actor(),
                mask.over(event.data()));
        return new FeedEntry(position, instanceId, namespace, workflow, runId, shown);
    }
}
