package com.orchestrator.examples.projections;

import com.orchestrator.projections.Event;
import com.orchestrator.projections.EventBatch;
import com.orchestrator.projections.Rebuildable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;

/** How many orders there are, and for how many cents. Adds up, so each event has to count exactly once; can be made anew. */
final class OrderAnalytics implements Rebuildable {

    @Override
    public String name() {
        return "order_analytics";
    }

    @Override
    public Set<String> aggregateTypes() {
        return Set.of("Order");
    }

    @Override
    public Set<String> boundedContexts() {
        return Set.of("Sales");
    }

    @Override
    public void handle(EventBatch batch, Connection connection) throws SQLException {
        try (PreparedStatement add =
                connection.prepareStatement("INSERT INTO sales (build, orders, cents) VALUES (?, 1, ?)"
                        + " ON CONFLICT (build) DO UPDATE SET orders = orders + 1, cents = cents + excluded.cents")) {
            for (Event event : batch) {
                add.setInt(1, batch.build());
                add.setLong(2, Long.parseLong(String.valueOf(event.payload())));
                add.addBatch();
            }
            add.executeBatch();
        }
    }

    @Override
    public void prepare(Connection connection, int build) throws SQLException {
        remove(connection, build);
    }

    /** Readers take the row of the highest build that is read: here the one there is. */
    @Override
    public void swap(Connection connection, int build, int before) throws SQLException {
        remove(connection, before);
    }

    @Override
    public void discard(Connection connection, int build) throws SQLException {
        remove(connection, build);
    }

    private static void remove(Connection connection, int build) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM sales WHERE build = ?")) {
            delete.setInt(1, build);
            delete.executeUpdate();
        }
    }
}
