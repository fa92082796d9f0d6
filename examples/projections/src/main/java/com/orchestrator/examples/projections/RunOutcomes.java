package com.orchestrator.examples.projections;

import com.orchestrator.projections.Event;
import com.orchestrator.projections.EventBatch;
import com.orchestrator.projections.Projection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;

/** How many runs of each workflow have completed, from the histories of the engine. */
final class RunOutcomes implements Projection {

    @Override
    public String name() {
        return "run_outcomes";
    }

    /** The namespace. */
    @Override
    public Set<String> boundedContexts() {
        return Set.of("shop");
    }

    @Override
    public void handle(EventBatch batch, Connection connection) throws SQLException {
        try (PreparedStatement add =
                connection.prepareStatement("INSERT INTO outcomes (workflow, completed) VALUES (?, 1)"
                        + " ON CONFLICT (workflow) DO UPDATE SET completed = completed + 1")) {
            for (Event event : batch) {
                if ("WORKFLOW_COMPLETED".equals(event.type())) {
                    add.setString(1, event.aggregateType());
                    add.addBatch();
                }
            }
            add.executeBatch();
        }
    }
}
