package com.orchestrator.router.store;

import com.orchestrator.api.model.Payload;
import com.orchestrator.router.ClusterView;
import com.orchestrator.router.Dispatch;
import com.orchestrator.router.LeaderWord;
import com.orchestrator.router.Node;
import com.orchestrator.router.RoutedWorker;
import com.orchestrator.router.WorkerReport;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** In PostgreSQL, by its clock alone. */
public final class PostgresRouterStore implements RouterStore {

    private static final String ALIVE =
            " seen_at > engine_now() - " + SILENCE_MAX.toSeconds() + " * INTERVAL '1 second'";

    /** Attempts of a worker {@code w}. */
    private static final String UNTAKEN = "(SELECT count(*) FROM router_dispatches d WHERE d.holder = w.worker_id"
            + " AND NOT d.is_taken AND d.lost_at IS NULL)";

    private static final String KEPT_INTERVAL = KEPT_MAX.toHours() + " * INTERVAL '1 hour'";
    private static final String SILENT = " seen_at < engine_now() - " + KEPT_INTERVAL;

    /** Whoever had it: an attempt is in one of the two. */
    private static final String FORGET = "WITH of_broker AS (DELETE FROM router_outbox WHERE execution_id = ANY (?))"
            + " DELETE FROM router_dispatches WHERE execution_id = ANY (?)";

    private static final String JOB_WORKER =
            "UPDATE router_jobs SET worker_id = ? WHERE job_id = ? AND worker_id IS DISTINCT FROM ?";
    private static final String DISPATCHES =
            "SELECT execution_id, holder, fence_token, job_id, job_type, priority, attempt, payload FROM router_dispatches";

    private final RouterDatabase database;

    /** @param database ends with this store */
    public PostgresRouterStore(RouterDatabase database) {
        this.database = database;
    }

    @Override
    public ClusterView beat(Node self, Duration lease, LeaderWord word) {
        return database.transaction(connection -> {
            Sql.update(
                    connection,
                    "INSERT INTO router_nodes (node, seen_at) VALUES (?, engine_now())"
                            + " ON CONFLICT (node) DO UPDATE SET seen_at = EXCLUDED.seen_at",
                    self.name());
            // A lease that has lapsed is taken anew even by whoever had it: in between somebody may have acted on that.
            Sql.update(
                    connection,
                    "UPDATE router_lease SET leader = ?, incarnation = ?, trouble = left(?, 1000), broker_queues = ?::jsonb,"
                            + " expires_at = engine_now() + ? * INTERVAL '1 ms',"
                            + " term = term + CASE WHEN incarnation = ? AND expires_at > engine_now() THEN 0 ELSE 1 END"
                            + " WHERE name = 'leader' AND (incarnation = ? OR expires_at <= engine_now())",
                    self.name(),
                    self.incarnation(),
                    word.trouble(),
                    BrokerQueues.write(word.queues()),
                    lease.toMillis(),
                    self.incarnation(),
                    self.incarnation());
            return view(connection, self);
        });
    }

    @Override
    public ClusterView view(Node self) {
        return database.transaction(connection -> view(connection, self));
    }

    private static ClusterView view(Connection connection, Node self) throws SQLException {
        return Sql.query(
                        connection,
                        "SELECT term, CASE WHEN expires_at > engine_now() THEN leader END, incarnation = ?,"
                                + " ARRAY(SELECT node FROM router_nodes WHERE" + ALIVE
                                + " ORDER BY node), trouble, broker_queues"
                                + " FROM router_lease WHERE name = 'leader'",
                        row -> {
                            String leader = row.getString(2);
                            return new ClusterView(
                                    self.name(),
                                    role(leader, row.getBoolean(3)),
                                    row.getLong(1),
                                    leader,
                                    List.of((String[]) row.getArray(4).getArray()),
                                    leader == null
                                            ? LeaderWord.NONE
                                            : new LeaderWord(row.getString(5), BrokerQueues.read(row.getString(6))));
                        },
                        self.incarnation())
                .get(0);
    }

    private static ClusterView.Role role(@Nullable String leader, boolean isMine) {
        if (leader == null) {
            return ClusterView.Role.CANDIDATE;
        }
        return isMine ? ClusterView.Role.LEADER : ClusterView.Role.FOLLOWER;
    }

    @Override
    public void resign(Node self) {
        database.run(
                "UPDATE router_lease SET expires_at = engine_now() WHERE name = 'leader' AND incarnation = ?"
                        + " AND expires_at > engine_now()",
                self.incarnation());
        database.run("DELETE FROM router_nodes WHERE node = ?", self.name());
    }

    @Override
    public void putJob(String jobId, UUID instanceId, int priority) {
        database.run(
                "INSERT INTO router_jobs (job_id, instance_id, priority) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                jobId,
                instanceId,
                priority);
    }

    @Override
    public Map<String, JobRow> jobs(Collection<String> jobIds) {
        return database.transaction(connection -> {
            Map<String, JobRow> found = new HashMap<>();
            Sql.query(
                    connection,
                    "SELECT job_id, priority, worker_id FROM router_jobs WHERE job_id = ANY (?)",
                    row -> found.put(row.getString(1), new JobRow(row.getInt(2), row.getString(3))),
                    RouterDatabase.texts(connection, jobIds));
            return found;
        });
    }

    @Override
    public void putWorker(WorkerReport worker) {
        database.run(
                "INSERT INTO router_workers (worker_id, worker_type, capacity, current_load, seen_at)"
                        + " VALUES (?, ?, ?, ?, engine_now()) ON CONFLICT (worker_id) DO UPDATE SET"
                        + " worker_type = EXCLUDED.worker_type, capacity = EXCLUDED.capacity,"
                        + " current_load = EXCLUDED.current_load, seen_at = EXCLUDED.seen_at",
                worker.workerId(),
                worker.workerType(),
                worker.capacity(),
                worker.currentLoad());
    }

    @Override
    public int workersAlive() {
        return database.count("SELECT count(*) FROM router_workers WHERE" + ALIVE);
    }

    @Override
    public List<RoutedWorker> workers(@Nullable String after, int limit) {
        return database.transaction(connection -> Sql.query(
                connection,
                "SELECT worker_id, worker_type, capacity, current_load, " + UNTAKEN + ", seen_at, " + ALIVE
                        + " FROM router_workers w WHERE worker_id > ? ORDER BY worker_id LIMIT ?",
                row -> new RoutedWorker(
                        new WorkerReport(row.getString(1), row.getString(2), row.getInt(3), row.getInt(4)),
                        row.getInt(5),
                        row.getObject(6, OffsetDateTime.class).toInstant(),
                        row.getBoolean(7)),
                after == null ? "" : after,
                limit));
    }

    @Override
    public void sharing(String workerType, Function<List<WorkerRow>, List<Dispatch>> share) {
        database.transaction(connection -> {
            List<WorkerRow> rows = Sql.query(
                    connection,
                    "SELECT worker_id, capacity, current_load, " + UNTAKEN
                            + " FROM router_workers w WHERE worker_type = ? AND" + ALIVE
                            + " ORDER BY worker_id FOR UPDATE OF w",
                    row -> new WorkerRow(row.getString(1), row.getInt(2), row.getInt(3), row.getInt(4)),
                    workerType);
            return give(connection, share.apply(rows));
        });
    }

    private static int give(Connection connection, List<Dispatch> given) throws SQLException {
        return insert(connection, given)
                + (given.isEmpty()
                        ? 0
                        : Sql.update(
                                connection,
                                "UPDATE router_jobs j SET worker_id = g.holder"
                                        + " FROM unnest(?::text[], ?::text[]) AS g (job_id, holder) WHERE j.job_id = g.job_id",
                                RouterDatabase.column(connection, "text", given, Dispatch::jobId),
                                RouterDatabase.column(connection, "text", given, Dispatch::holder)));
    }

    private static int insert(Connection connection, List<Dispatch> given) throws SQLException {
        if (given.isEmpty()) {
            return 0;
        }
        return Sql.update(
                connection,
                "INSERT INTO router_dispatches"
                        + " (execution_id, holder, fence_token, job_id, job_type, priority, attempt, payload)"
                        + " SELECT * FROM unnest(?::uuid[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::int[], ?::int[],"
                        + " ?::text[]) ON CONFLICT DO NOTHING",
                RouterDatabase.column(connection, "uuid", given, Dispatch::executionId),
                RouterDatabase.column(connection, "text", given, Dispatch::holder),
                RouterDatabase.column(connection, "bigint", given, Dispatch::fenceToken),
                RouterDatabase.column(connection, "text", given, Dispatch::jobId),
                RouterDatabase.column(connection, "text", given, Dispatch::jobType),
                RouterDatabase.column(connection, "integer", given, Dispatch::priority),
                RouterDatabase.column(connection, "integer", given, Dispatch::attempt),
                RouterDatabase.column(connection, "text", given, Dispatch::payloadText));
    }

    @Override
    public List<Dispatch> dispatches(String workerId, boolean isTaken, int limit) {
        return database.query(
                DISPATCHES + " WHERE holder = ? AND is_taken = ? AND lost_at IS NULL"
                        + " ORDER BY priority DESC, job_id, attempt LIMIT ?",
                PostgresRouterStore::dispatch,
                workerId,
                isTaken,
                limit);
    }

    @Override
    public Map<UUID, String> holders(Collection<UUID> executionIds) {
        return database.transaction(connection -> {
            Map<UUID, String> found = new HashMap<>();
            Sql.query(
                    connection,
                    "SELECT execution_id, holder FROM router_dispatches WHERE execution_id = ANY (?)",
                    row -> found.put(row.getObject(1, UUID.class), row.getString(2)),
                    RouterDatabase.ids(connection, executionIds));
            return found;
        });
    }

    private static Dispatch dispatch(ResultSet row) throws SQLException {
        return new Dispatch(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getInt(6),
                row.getInt(7),
                Payload.ofJson(row.getString(8)));
    }

    @Override
    public int dispatchesOpen() {
        return database.count("SELECT count(*) FROM router_dispatches WHERE lost_at IS NULL");
    }

    @Override
    public void take(Collection<UUID> executionIds) {
        eachExecution(
                "UPDATE router_dispatches SET is_taken = TRUE WHERE NOT is_taken AND execution_id = ANY (?)",
                executionIds);
    }

    @Override
    public void lose(Collection<UUID> executionIds) {
        eachExecution(
                "UPDATE router_dispatches SET lost_at = engine_now() WHERE lost_at IS NULL AND execution_id = ANY (?)",
                executionIds);
    }

    @Override
    public void putJobWorker(String jobId, String workerId) {
        database.run(JOB_WORKER, workerId, jobId, workerId);
    }

    @Override
    public void reported(String jobId, String workerId, Collection<UUID> done) {
        database.transaction(connection -> Sql.update(connection, JOB_WORKER, workerId, jobId, workerId)
                + (done.isEmpty() ? 0 : forget(connection, RouterDatabase.ids(connection, done))));
    }

    private static int forget(Connection connection, Array executionIds) throws SQLException {
        return Sql.update(connection, FORGET, executionIds, executionIds);
    }

    @Override
    public void clear() {
        database.transaction(connection -> {
            int count = Sql.update(connection, "DELETE FROM router_nodes WHERE" + SILENT);
            count += Sql.update(connection, "DELETE FROM router_workers WHERE" + SILENT);
            return count
                    + Sql.update(
                            connection,
                            "DELETE FROM router_dispatches d WHERE lost_at < engine_now() - " + KEPT_INTERVAL
                                    + " OR NOT EXISTS (SELECT 1 FROM router_workers w WHERE w.worker_id = d.holder)");
        });
    }

    private void eachExecution(String sql, Collection<UUID> executionIds) {
        if (!executionIds.isEmpty()) {
            database.transaction(
                    connection -> Sql.update(connection, sql, RouterDatabase.ids(connection, executionIds)));
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
