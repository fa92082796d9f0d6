package com.orchestrator.server.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.projections.Event;
import com.orchestrator.projections.EventBatch;
import com.orchestrator.projections.Projection;
import com.orchestrator.server.projection.OutcomeTable.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Counts how many runs of each workflow have ended in each hour, and in which state. Kept for ninety days. */
final class RunOutcomes implements Projection {

    static final String NAME = "system.run_outcomes";

    private static final String COMPLETED = "WORKFLOW_COMPLETED";
    private static final String ENDED = "WORKFLOW_ENDED";

    /** The events that it counts. */
    static final Set<String> TYPES = Set.of(COMPLETED, ENDED);

    private static final Duration KEPT = Duration.ofDays(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutcomeTable table;
    private long newestHour;

    RunOutcomes(OutcomeTable table) {
        this.table = table;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void handle(EventBatch batch, Connection connection) throws SQLException, JsonProcessingException {
        Map<Row, Integer> counts = new HashMap<>();
        for (Event event : batch) {
            counts.merge(row(event), 1, Integer::sum);
        }
        table.add(connection, counts);
        long newest = counts.keySet().stream().mapToLong(Row::hour).max().orElse(0);
        if (newest > newestHour) {
            table.forget(connection, newest - KEPT.toMillis());
            newestHour = newest;
        }
    }

    private static Row row(Event event) throws JsonProcessingException {
        JsonNode told = JSON.readTree(event.payload());
        Instant hour = Instant.parse(told.path("at").asText()).truncatedTo(ChronoUnit.HOURS);
        String state = COMPLETED.equals(event.type())
                ? WorkflowState.COMPLETED.name()
                : WorkflowState.valueOf(told.at("/data/state").asText()).name();
        return new Row(hour.toEpochMilli(), event.context(), event.aggregateType(), state);
    }
}
