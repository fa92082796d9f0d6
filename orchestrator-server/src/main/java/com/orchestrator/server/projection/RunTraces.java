package com.orchestrator.server.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.projections.Event;
import com.orchestrator.projections.EventBatch;
import com.orchestrator.projections.Projection;
import com.orchestrator.server.trace.OtlpExporter;
import com.orchestrator.server.trace.RunSpans;
import com.orchestrator.server.trace.Span;
import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Sends the trace of each run that has ended. One server does it at a time, and where it is stands in the database; what was sent and not
 * written down is sent again, with the same ids.
 */
final class RunTraces implements Projection {

    static final String NAME = "system.run_traces";

    /** Spans in one request. */
    private static final int SPANS_MAX = 1_000;

    private static final int PAGE = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WorkflowService workflows;
    private final OtlpExporter exporter;

    RunTraces(WorkflowService workflows, OtlpExporter exporter) {
        this.workflows = workflows;
        this.exporter = exporter;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void handle(EventBatch batch, Connection connection) throws IOException, InterruptedException {
        List<Span> spans = new ArrayList<>();
        for (Event event : batch) {
            spans.addAll(spansOf(event));
        }
        for (int from = 0; from < spans.size(); from += SPANS_MAX) {
            exporter.send(spans.subList(from, Math.min(from + SPANS_MAX, spans.size())));
        }
    }

    private List<Span> spansOf(Event event) throws JsonProcessingException {
        JsonNode told = JSON.readTree(event.payload());
        UUID instanceId = UUID.fromString(event.aggregateId());
        var run = new RunSpans.Told(
                instanceId,
                event.context(),
                event.aggregateType(),
                told.path("runId").asText());
        List<HistoryEntry> history =
                history(instanceId, told.path("sequenceNumber").asLong());
        return history.isEmpty() ? List.of() : RunSpans.of(run, history);
    }

    /** Empty when the run was deleted meanwhile. */
    private List<HistoryEntry> history(UUID instanceId, long upTo) {
        List<HistoryEntry> history = new ArrayList<>();
        try {
            while (history.size() < upTo) {
                int wanted = (int) Math.min(PAGE, upTo - history.size());
                history.addAll(
                        workflows.getHistory(instanceId, history.size(), wanted).items());
            }
        } catch (OrchestratorException gone) {
            if (gone.code() != ErrorCode.NOT_FOUND) {
                throw gone;
            }
            return List.of();
        }
        return history;
    }
}
