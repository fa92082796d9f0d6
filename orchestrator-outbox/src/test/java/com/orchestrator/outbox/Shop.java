package com.orchestrator.outbox;

import com.orchestrator.api.definition.Workflow;
import com.orchestrator.api.definition.WorkflowDocument;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.outbox.relay.Outbox;
import com.orchestrator.outbox.relay.OutboxRelay;
import com.orchestrator.outbox.relay.RelayBuilder;
import com.orchestrator.outbox.relay.RunName;
import com.orchestrator.worker.OrchestratorClient;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** An application with a database of its own, beside a server that it reaches over HTTP alone. */
final class Shop implements AutoCloseable {

    private static final AtomicInteger SHOPS = new AtomicInteger();
    private static final EmbeddedPostgres POSTGRES = postgres();

    static final RunName ORDER = new RunName("shop", "order", "o-1");

    /** A run that is there until it hears that it is paid. */
    static final WorkflowDocument DEFINITION = Workflow.define("shop", "order")
            .signal("paid", "paid", signal -> {})
            .build();

    final EmbeddedOrchestrator server = EmbeddedOrchestrator.inMemory();
    final OrchestratorClient client = OrchestratorClient.connect(server.url());
    final TransactionalStarter starter = TransactionalStarter.create();
    final String url;
    final String user = "postgres";
    final String password = "";
    private final HikariDataSource pool;

    private Shop(String database) {
        url = POSTGRES.getJdbcUrl(user, database) + "&currentSchema=app";
        pool = pool(url, user, password);
    }

    private static EmbeddedPostgres postgres() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HikariDataSource pool(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    /** With its own table and an outbox, and the workflow registered at the server. */
    static Shop open() throws SQLException {
        Shop shop = withoutOutbox();
        Outbox.install(shop.database());
        shop.execute("CREATE TABLE orders (id text PRIMARY KEY)");
        shop.client.register(DEFINITION);
        return shop;
    }

    static Shop withoutOutbox() throws SQLException {
        String name = "shop_" + SHOPS.incrementAndGet();
        run(POSTGRES.getPostgresDatabase(), "CREATE DATABASE " + name);
        run(POSTGRES.getDatabase("postgres", name), "CREATE SCHEMA app");
        return new Shop(name);
    }

    private static void run(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Over HTTP. */
    ServerDestination destination() {
        return ServerDestination.of(client);
    }

    int connectionsInUse() {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }

    DataSource database() {
        return pool;
    }

    /** With short times, so that tests do not wait long. */
    RelayBuilder relay() {
        return OutboxRelay.from(pool).idleWait(Duration.ofMillis(50)).lease(Duration.ofMillis(1_500));
    }

    /** What the application does in one transaction. */
    @FunctionalInterface
    interface Work {
        void in(Connection connection) throws SQLException;
    }

    void commit(Work work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            work.in(connection);
            connection.commit();
        }
    }

    void rollBack(Work work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            work.in(connection);
            connection.rollback();
        }
    }

    /** An order and the start of its run. */
    void order(Connection connection, String id) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO orders (id) VALUES (?)")) {
            insert.setString(1, id);
            insert.executeUpdate();
        }
        starter.start(connection, "shop", "order", id, Map.of("orderId", id));
    }

    List<WorkflowInstance> runs() {
        return client.runs().namespace("shop").workflow("order").first(10_000);
    }

    void execute(String sql) throws SQLException {
        run(pool, sql);
    }

    /** First column of every row as text. */
    List<String> query(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines;
        }
    }

    String one(String sql) throws SQLException {
        return query(sql).get(0);
    }

    @Override
    public void close() {
        pool.close();
        server.close();
    }
}
