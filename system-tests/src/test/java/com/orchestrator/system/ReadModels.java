package com.orchestrator.system;

import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.projections.Event;
import com.orchestrator.projections.EventBatch;
import com.orchestrator.projections.EventTable;
import com.orchestrator.projections.Projections;
import com.orchestrator.projections.Rebuildable;
import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.Migration;
import com.orchestrator.projections.tables.TableNames;
import com.orchestrator.projections.worker.Running;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Read models at work beside a server, in its database: one that keeps up, and one that stands at events it cannot work in. */
final class ReadModels implements AutoCloseable {

    private static final String EVENTS = """
            CREATE SCHEMA app;
            CREATE TABLE app.events (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                position bigint NOT NULL DEFAULT POSITION_DEFAULT,
                context text NOT NULL, aggregate_type text NOT NULL, aggregate_id text NOT NULL, type text, payload text,
                recorded_at timestamptz NOT NULL DEFAULT clock_timestamp());
            CREATE INDEX ON app.events (position, id);
            CREATE TABLE app.sales (build int NOT NULL, event_id bigint NOT NULL);
            INSERT INTO app.events (context, aggregate_type, aggregate_id, type, payload)
            SELECT 'Sales', 'Order', 'o' || n, 'Placed', CASE WHEN n % 20 = 0 THEN 'spoiled' ELSE '{"cents": 1200}' END
            FROM generate_series(1, 40) n
            """.replace("POSITION_DEFAULT", EventTable.POSITION_DEFAULT);

    private final Running worker;

    private ReadModels(Running worker) {
        this.worker = worker;
    }

    static ReadModels on(EmbeddedPostgres database) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(EmbeddedPostgres.USER);
        source.setPassword(database.password());
        run(source, new Migration(Adapter.POSTGRES, TableNames.DEFAULT).sql());
        run(source, EVENTS);
        source.setCurrentSchema("app");
        return new ReadModels(Projections.on(source)
                .source(EventTable.of(source, "events")
                        .recordedAt("recorded_at")
                        .build())
                .projection(new Sales("order_analytics", "none is spoiled for it"))
                .projection(new Sales("invoices", "spoiled"))
                .generation(7)
                .heartbeat(Duration.ofSeconds(1))
                .poll(Duration.ofMillis(50))
                .build()
                .start());
    }

    private static void run(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        worker.close();
    }

    /** Which orders there were, but for those whose payload it does not understand. */
    record Sales(String name, String refused) implements Rebuildable {

        @Override
        public void handle(EventBatch batch, Connection connection) throws SQLException {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO app.sales (build, event_id) VALUES (?, ?)")) {
                for (Event event : batch) {
                    if (refused.equals(event.payload())) {
                        throw new IllegalArgumentException("'" + event.payload() + "' is no JSON");
                    }
                    insert.setInt(1, batch.build());
                    insert.setLong(2, Long.parseLong(event.id()));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }

        @Override
        public void prepare(Connection connection, int build) throws SQLException {
            remove(connection, build);
        }

        @Override
        public void swap(Connection connection, int build, int before) throws SQLException {
            remove(connection, before);
        }

        private static void remove(Connection connection, int build) throws SQLException {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM app.sales WHERE build = ?")) {
                delete.setInt(1, build);
                delete.executeUpdate();
            }
        }
    }
}
