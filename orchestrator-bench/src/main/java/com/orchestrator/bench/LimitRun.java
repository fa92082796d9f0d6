package com.orchestrator.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the hardware allows: the rows of one finished run, written again and again for many runs at a time, with the same
 * commits in between, by as many writers as the engine has, as arrays, with nothing else around. It reads the rows from the
 * database, so it writes exactly what the engine has written, in tables with the same columns and indexes.
 */
final class LimitRun {

    private static final int WRITERS = 2;
    private static final List<String> TABLES = List.of("events", "task_executions", "workflow_instances");

    private LimitRun() {}

    /** @return runs per second */
    static double of(Database database, String workflow, int inFlight, int seconds) {
        for (String table : TABLES) {
            database.execute("DROP TABLE IF EXISTS limit_" + table);
            database.execute("CREATE TABLE limit_" + table + " (LIKE " + table + " INCLUDING ALL)");
        }
        String model = database.text("SELECT instance_id FROM workflow_instances WHERE namespace = 'bench'"
                + " AND workflow_name = '" + workflow + "' AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 1");
        AtomicLong runs = new AtomicLong();
        long begin = System.nanoTime();
        long until = begin + seconds * 1_000_000_000L;
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(CompletableFuture.runAsync(
                    () -> write(database, UUID.fromString(model), inFlight / WRITERS, until, runs)));
        }
        writers.forEach(CompletableFuture::join);
        return runs.get() / ((System.nanoTime() - begin) / 1e9);
    }

    private static void write(Database database, UUID model, int runsAtOnce, long until, AtomicLong runs) {
        try (Connection connection = database.connect()) {
            List<Commit> commits = commitsOf(connection, model);
            connection.setAutoCommit(false);
            while (System.nanoTime() < until) {
                Object[] ids = new Object[runsAtOnce];
                for (int i = 0; i < runsAtOnce; i++) {
                    ids[i] = TimeOrdered.uuid();
                }
                for (Commit commit : commits) {
                    commit.write(connection, model, ids);
                }
                runs.addAndGet(runsAtOnce);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The limit run failed", e);
        }
    }

    /** Everything of one transaction has the same time. */
    private static List<Commit> commitsOf(Connection connection, UUID model) throws SQLException {
        List<Commit> commits = new ArrayList<>();
        try (PreparedStatement times = connection.prepareStatement(
                "SELECT at::text, max(sequence_number) FROM events WHERE workflow_instance_id = ? GROUP BY at ORDER BY 2")) {
            times.setObject(1, model);
            try (ResultSet rows = times.executeQuery()) {
                while (rows.next()) {
                    commits.add(Commit.read(connection, model, rows.getString(1), commits.isEmpty()));
                }
            }
        }
        return commits;
    }

    /** The statements of one transaction. */
    private record Commit(String at, long sequenceNumber, boolean first, List<Event> events) {

        private record Event(long sequence, String type, String actor, String data, byte[] payload) {}

        static Commit read(Connection connection, UUID model, String at, boolean first) throws SQLException {
            List<Event> events = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement("SELECT sequence_number, event_type, actor,"
                    + " data, payload FROM events WHERE workflow_instance_id = ? AND at = ?::timestamptz ORDER BY 1")) {
                statement.setObject(1, model);
                statement.setString(2, at);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        events.add(new Event(
                                rows.getLong(1),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getBytes(5)));
                    }
                }
            }
            return new Commit(at, events.get(events.size() - 1).sequence(), first, events);
        }

        void write(Connection connection, UUID model, Object[] ids) throws SQLException {
            if (first) {
                copy(connection, INSTANCE, model, ids);
            } else {
                move(connection, ids);
            }
            end(connection, model, ids);
            copy(connection, EXECUTION, model, ids);
            insertEvents(connection, ids);
            connection.commit();
        }

        private static final String INSTANCE = "INSERT INTO limit_workflow_instances SELECT new.id, namespace,"
                + " workflow_name, revision, new.id::text, 'RUNNING', 0, priority, labels, NULL, NULL, created_at,"
                + " started_at, NULL, wake_at, NULL FROM workflow_instances, unnest(?) AS new (id)"
                + " WHERE instance_id = ? AND ?::timestamptz IS NOT NULL";

        /** The attempt's own id is derived from the run's, so that the update of a later commit finds it. */
        private static final String EXECUTION = "INSERT INTO limit_task_executions"
                + " SELECT md5(new.id::text || execution_id::text)::uuid, new.id, shard, task_id, iteration, kind,"
                + " task_type, queue, priority, 'LEASED', held, attempt_number, 1, lease_holder, created_at, lease_millis,"
                + " execution_deadline, cancel_deadline, available_at, input_sequence, NULL, NULL, NULL, NULL, created_at,"
                + " started_at, NULL FROM task_executions, unnest(?) AS new (id)"
                + " WHERE workflow_instance_id = ? AND created_at = ?::timestamptz";

        private void copy(Connection connection, String sql, UUID model, Object[] ids) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, connection.createArrayOf("uuid", ids));
                statement.setObject(2, model);
                statement.setString(3, at);
                statement.executeUpdate();
            }
        }

        private void move(Connection connection, Object[] ids) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(
                    "UPDATE limit_workflow_instances SET sequence_number = ? WHERE instance_id = ANY (?)")) {
                statement.setLong(1, sequenceNumber);
                statement.setArray(2, connection.createArrayOf("uuid", ids));
                statement.executeUpdate();
            }
        }

        private void end(Connection connection, UUID model, Object[] ids) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement("UPDATE limit_task_executions t"
                    + " SET state = m.state, fence_token = m.fence_token, lease_expires_at = NULL,"
                    + " output_sequence = m.output_sequence, ended_at = m.ended_at"
                    + " FROM task_executions m, unnest(?) AS new (id)"
                    + " WHERE m.workflow_instance_id = ? AND m.ended_at = ?::timestamptz"
                    + " AND t.execution_id = md5(new.id::text || m.execution_id::text)::uuid")) {
                statement.setArray(1, connection.createArrayOf("uuid", ids));
                statement.setObject(2, model);
                statement.setString(3, at);
                statement.executeUpdate();
            }
        }

        private void insertEvents(Connection connection, Object[] ids) throws SQLException {
            StringBuilder sql = new StringBuilder("INSERT INTO limit_events"
                    + " SELECT new.id, e.seq, e.type, ?::timestamptz, e.actor, e.data, e.payload"
                    + " FROM unnest(?) AS new (id), (VALUES ");
            for (int i = 0; i < events.size(); i++) {
                sql.append(i == 0 ? "" : ", ").append("(?::int8, ?, ?, ?, ?::bytea)");
            }
            try (PreparedStatement statement = connection.prepareStatement(
                    sql.append(") AS e (seq, type, actor, data, payload)").toString())) {
                statement.setString(1, at);
                statement.setArray(2, connection.createArrayOf("uuid", ids));
                int parameter = 3;
                for (Event event : events) {
                    statement.setLong(parameter++, event.sequence());
                    statement.setString(parameter++, event.type());
                    statement.setString(parameter++, event.actor());
                    statement.setString(parameter++, event.data());
                    statement.setBytes(parameter++, event.payload());
                }
                statement.executeUpdate();
            }
        }
    }
}
