package com.orchestrator.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;

/** A read model that keeps a line for each event that it was told of, so that what is missing, double or out of order can be seen. */
class Counting implements Projection {

    private final String name;
    private final int shards;

    Counting(String name, int shards) {
        this.name = name;
        this.shards = shards;
    }

    /** Only of orders. */
    static Projection ofOrders(String name) {
        return new Counting(name, 1) {
            @Override
            public Set<String> aggregateTypes() {
                return Set.of("Order");
            }

            @Override
            public Set<String> boundedContexts() {
                return Set.of("Sales");
            }
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int shards() {
        return shards;
    }

    @Override
    public void handle(EventBatch batch, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO seen (projection, event_id, shard, generation) VALUES (?, ?, ?, ?)")) {
            for (Event event : batch) {
                insert.setString(1, name);
                insert.setLong(2, Long.parseLong(event.id()));
                insert.setInt(3, batch.shard());
                insert.setLong(4, batch.generation());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
