package com.orchestrator.worker;

import com.orchestrator.api.model.HistoryEntry;
import java.util.UUID;

/**
 * An event of a run, as a stream tells it.
 *
 * @param position behind the event; {@link EventStream#after} goes on from it
 */
public record StreamedEvent(
        String position, UUID instanceId, String namespace, String workflow, String runId, HistoryEntry event) {}
