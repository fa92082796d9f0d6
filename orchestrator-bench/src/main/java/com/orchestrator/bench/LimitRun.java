package com.orchestrator.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the hardware allows: the durable rows of one finished run, written again and again for many runs at a time, with the
 * same commits in between, by as many writers as the engine has, as arrays, with nothing else around. It reads the rows from
 * the database, so it writes exactly what the engine has written, in tables with the same columns and indexes.
 */
final class LimitRun {

    private static final int WRITERS = 2;
    private static final List<String> TABLES = List.of("events", "workflow_instances");

    private static final String INSERT_INSTANCES = "INSERT INTO limit_workflow_instances SELECT new.id, namespace,"
            + " workflow_name, revision, new.id::text, 'RUNNING', priority, labels, NULL, NULL, created_at, started_at,"
            + " NULL, created_at, NULL FROM workflow_instances, unnest(?) AS new (id) WHERE instance_id = ?";
    private static final String INSERT_PAGES = "INSERT INTO limit_events SELECT new.id, ?, ?, ?::timestamptz, new.data,"
            + " new.payload FROM unnest(?, ?, ?) AS new (id, data, payload) ORDER BY new.id ON CONFLICT DO NOTHING"
            + " RETURNING workflow_instance_id";
    private static final String UPDATE_INSTANCES = "UPDATE limit_workflow_instances i SET state = m.state,"
            + " cause = m.cause, output_sequence = m.output_sequence, ended_at = m.ended_at, wake_at = NULL"
            + " FROM workflow_instances m, unnest(?) AS new (id) WHERE i.instance_id = new.id AND m.instance_id = ?";

    private LimitRun() {}

    /** @return runs per second */
    static double of(Database database, String workflow, int inFlight, int seconds) {
        makeTables(database);
        UUID model = latest(database, workflow);
        AtomicLong runs = new AtomicLong();
        long begin = System.nanoTime();
        long until = begin + seconds * 1_000_000_000L;
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(CompletableFuture.runAsync(
                    () -> write(database, model, Math.max(1, inFlight / WRITERS), until, runs)));
        }
        writers.forEach(CompletableFuture::join);
        return runs.get() / ((System.nanoTime() - begin) / 1e9);
    }

    private static void makeTables(Database database) {
        for (String table : TABLES) {
            database.execute("DROP TABLE IF EXISTS limit_" + table);
            database.execute("CREATE TABLE limit_" + table + " (LIKE " + table + " INCLUDING ALL)");
        }
    }

    private static UUID latest(Database database, String workflow) {
        return UUID.fromString(database.text("SELECT instance_id FROM workflow_instances WHERE namespace = 'bench'"
                + " AND workflow_name = '" + workflow + "' AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 1"));
    }

    /**
     * One run at a time: its commits, one after the other, and before each a message over the loopback address and back. The
     * tables are those of the last {@link #of}.
     */
    static Latencies alone(Database database, String workflow, int seconds) {
        UUID model = latest(database, workflow);
        Latencies latencies = new Latencies();
        try (Connection connection = database.connect();
                Echo echo = Echo.start()) {
            List<Page> pages = pagesOf(connection, model);
            connection.setAutoCommit(false);
            for (long until = System.nanoTime() + seconds * 1_000_000_000L; System.nanoTime() < until; ) {
                long begin = System.nanoTime();
                UUID[] run = {TimeOrdered.uuid()};
                for (int i = 0; i < pages.size(); i++) {
                    echo.call();
                    commit(connection, model, run, pages.get(i), i == 0, i == pages.size() - 1);
                }
                latencies.add(System.nanoTime() - begin);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The limit run failed", e);
        }
        return latencies;
    }

    private static void write(Database database, UUID model, int runsAtOnce, long until, AtomicLong runs) {
        try (Connection connection = database.connect()) {
            List<Page> pages = pagesOf(connection, model);
            connection.setAutoCommit(false);
            while (System.nanoTime() < until) {
                UUID[] ids = new UUID[runsAtOnce];
                Arrays.setAll(ids, i -> TimeOrdered.uuid());
                for (int i = 0; i < pages.size(); i++) {
                    commit(connection, model, ids, pages.get(i), i == 0, i == pages.size() - 1);
                }
                runs.addAndGet(runsAtOnce);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The limit run failed", e);
        }
    }

    /** What the model run has written in one transaction. */
    private record Page(long first, long last, String at, String data, byte[] payload) {}

    private static List<Page> pagesOf(Connection connection, UUID model) throws SQLException {
        List<Page> pages = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT sequence_number, last_sequence_number,"
                + " at::text, data, payload FROM events WHERE workflow_instance_id = ? ORDER BY 1")) {
            statement.setObject(1, model);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    pages.add(new Page(
                            rows.getLong(1), rows.getLong(2), rows.getString(3), rows.getString(4), rows.getBytes(5)));
                }
            }
        }
        return pages;
    }

    private static void commit(
            Connection connection, UUID model, UUID[] ids, Page page, boolean isFirst, boolean isLast)
            throws SQLException {
        if (isFirst) {
            writeInstances(connection, INSERT_INSTANCES, model, ids);
        }
        insertPages(connection, ids, page);
        if (isLast) {
            writeInstances(connection, UPDATE_INSTANCES, model, ids);
        }
        connection.commit();
    }

    private static void writeInstances(Connection connection, String sql, UUID model, UUID[] ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids));
            statement.setObject(2, model);
            statement.executeUpdate();
        }
    }

    private static void insertPages(Connection connection, UUID[] ids, Page page) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT_PAGES)) {
            statement.setLong(1, page.first());
            statement.setLong(2, page.last());
            statement.setString(3, page.at());
            statement.setArray(4, connection.createArrayOf("uuid", ids));
            statement.setArray(
                    5,
                    connection.createArrayOf(
                            "text", Collections.nCopies(ids.length, page.data()).toArray()));
            statement.setArray(
                    6,
                    connection.createArrayOf(
                            "bytea",
                            Collections.nCopies(ids.length, page.payload()).toArray(byte[][]::new)));
            statement.executeQuery().close();
        }
    }
}
