package com.orchestrator.cli;

import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.projections.Event;
import com.orchestrator.projections.EventBatch;
import com.orchestrator.projections.EventTable;
import com.orchestrator.projections.Projections;
import com.orchestrator.projections.Rebuildable;
import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.Migration;
import com.orchestrator.projections.tables.TableNames;
import com.orchestrator.projections.worker.Running;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.projection.TableProjections;
import com.orchestrator.server.rest.Drain;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.webhook.AddressRules;
import com.orchestrator.server.webhook.HttpCourier;
import com.orchestrator.server.wiring.OwnEngine;
import com.orchestrator.server.wiring.RestApplication;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A server that tells of a projection of five events, which stands at the third until it is mended, and the worker that runs it. */
final class ReadModels implements AutoCloseable {

    final AtomicBoolean mended = new AtomicBoolean();
    private final SQLiteDataSource database;
    private final Running worker;
    private final OwnEngine engine;
    private final ExecutorService answers = Executors.newSingleThreadExecutor();
    private final HttpServer http;

    ReadModels(Path folder) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setBusyTimeout(20_000);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        database = new SQLiteDataSource(config);
        database.setUrl("jdbc:sqlite:" + folder.resolve("read-models.db"));
        for (String statement :
                new Migration(Adapter.SQLITE, TableNames.DEFAULT).sql().split(";\n")) {
            execute(statement);
        }
        execute("CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, context TEXT, aggregate_type TEXT,"
                + " aggregate_id TEXT, type TEXT, payload TEXT)");
        for (int i = 0; i < 5; i++) {
            execute("INSERT INTO events (context, aggregate_type, aggregate_id, type, payload)"
                    + " VALUES ('Sales', 'Order', 'o1', 'Placed', '{}')");
        }
        Projections projections = Projections.on(database)
                .source(EventTable.of(database, "events").committedInOrder().build())
                .projection(new Orders())
                .generation(4)
                .heartbeat(Duration.ofMillis(200))
                .staleAfter(Duration.ofSeconds(20))
                .poll(Duration.ofMillis(20))
                .retryAfter(Duration.ofMillis(20))
                .build();
        worker = projections.start();
        engine = OwnEngine.onLocal(
                new InMemoryEngineStore(SettableClock.running()),
                new HttpCourier(AddressRules.STRICT),
                new TableProjections(List.of(new TableProjections.Place(projections.desk(), "the test"))));
        http = GrizzlyHttpServerFactory.createHttpServer(
                URI.create("http://127.0.0.1:0/"),
                new RestApplication(engine, Authenticator.off(), BodyLimit.DEFAULT, answers, new Drain(), List.of())
                        .resourceConfig());
    }

    private final class Orders implements Rebuildable {

        @Override
        public String name() {
            return "orders";
        }

        @Override
        public void handle(EventBatch batch, Connection connection) {
            for (Event event : batch) {
                if (event.id().equals("3") && !mended.get()) {
                    throw new IllegalStateException("there is no such currency");
                }
            }
        }

        @Override
        public void prepare(Connection connection, int build) {}

        @Override
        public void swap(Connection connection, int build, int before) {}
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    URI url() {
        return URI.create(
                "http://127.0.0.1:" + http.getListeners().iterator().next().getPort());
    }

    @Override
    public void close() {
        http.shutdownNow();
        answers.shutdownNow();
        engine.close();
        worker.close();
    }
}
