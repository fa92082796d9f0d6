package com.orchestrator.engine.service;

import com.orchestrator.api.model.HistoryEntry;
import java.util.UUID;

/** One event of one run, as the feed tells it. */
public record FeedEntry(
        FeedPosition position, UUID instanceId, String namespace, String workflow, String runId, HistoryEntry event) {}
