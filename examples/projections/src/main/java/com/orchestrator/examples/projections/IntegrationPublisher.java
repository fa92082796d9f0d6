package com.orchestrator.examples.projections;

import com.orchestrator.projections.Event;
import com.orchestrator.projections.EventBatch;
import com.orchestrator.projections.Projection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Tells other systems of all events. A broker takes no part in the transaction, so what is to be sent is written beside the checkpoint; a
 * {@link Relay} sends it from there.
 */
final class IntegrationPublisher implements Projection {

    @Override
    public String name() {
        return "system.integration.publisher.v1";
    }

    @Override
    public void handle(EventBatch batch, Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO outbox (message_id, topic, body) VALUES (?, ?, ?)")) {
            for (Event event : batch) {
                insert.setString(1, event.id());
                insert.setString(2, event.context() + "." + event.type());
                insert.setString(3, event.payload());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
