package com.orchestrator.examples.projections;

import com.orchestrator.projections.Event;
import com.orchestrator.projections.EventBatch;
import com.orchestrator.projections.Projection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;

/** The name of each user, as it was said last. */
final class UserReadModel implements Projection {

    @Override
    public String name() {
        return "user_read_model";
    }

    @Override
    public Set<String> aggregateTypes() {
        return Set.of("User");
    }

    @Override
    public Set<String> boundedContexts() {
        return Set.of("Identity");
    }

    @Override
    public void handle(EventBatch batch, Connection connection) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(
                "INSERT INTO users (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name")) {
            for (Event event : batch) {
                upsert.setString(1, event.aggregateId());
                upsert.setString(2, event.payload());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }
}
