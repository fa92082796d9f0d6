package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.engine.store.WorkerStore;
import com.orchestrator.engine.store.WorkerStore.KnownWorker;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Workers by id, each with a bounded count of its leases in {@code ix_executions_leased_holder}. */
public final class ListWorkers {

    private static final String COLUMNS = """
            SELECT w.worker_id, w.name, w.host, w.deployment, w.generation, w.queues, w.capacity, w.current_load,
                w.last_heartbeat, w.polls_only,
                CASE WHEN w.state <> 'STOPPED'
                        AND w.last_heartbeat < (SELECT engine_now()) - make_interval(secs => :lost) THEN 'LOST'
                     WHEN w.state <> 'STOPPED' AND w.drain_requested THEN 'DRAINING'
                     ELSE w.state END AS state,
                (SELECT count(*) FROM (
                    SELECT 1 FROM task_executions t
                    WHERE t.state = 'LEASED' AND t.lease_holder = w.worker_id LIMIT :max) AS counted) AS kept
            FROM workers w
            """;

    private static final NamedSql ONE = NamedSql.of(COLUMNS + "WHERE w.worker_id = :id");

    private static final NamedSql ALL = NamedSql.of(COLUMNS + """
            WHERE NOT w.gone AND w.worker_id > :after
            ORDER BY w.worker_id
            LIMIT :limit
            """);

    private static final NamedSql OF_QUEUE = NamedSql.of(COLUMNS + """
            JOIN worker_queues q ON q.worker_id = w.worker_id
            WHERE NOT w.gone AND q.queue = :queue AND q.worker_id > :after
            ORDER BY q.worker_id
            LIMIT :limit
            """);

    private final Function<String, List<String>> parse;

    /** @param parse a JSON array to queues */
    public ListWorkers(Function<String, List<String>> parse) {
        this.parse = parse;
    }

    public List<KnownWorker> one(Connection connection, String workerId) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, ONE)) {
            return read(statement.bind("id", workerId));
        }
    }

    /** @param queue only those that ask for it; all when null */
    public List<KnownWorker> page(Connection connection, @Nullable String queue, String after, int limit)
            throws SQLException {
        IndexOrder.prefer(connection);
        try (NamedStatement statement = new NamedStatement(connection, queue == null ? ALL : OF_QUEUE)) {
            if (queue != null) {
                statement.bind("queue", queue);
            }
            return read(statement.bind("after", after).bind("limit", limit));
        }
    }

    private List<KnownWorker> read(NamedStatement statement) throws SQLException {
        return statement
                .bind("lost", WorkerStore.LOST_AFTER.toSeconds())
                .bind("max", FindBacklog.COUNTED_MAX)
                .list(row -> new KnownWorker(status(row), row.getBoolean("polls_only")));
    }

    private WorkerStatus status(ResultSet row) throws SQLException {
        return new WorkerStatus(
                row.getString("worker_id"),
                row.getString("name"),
                row.getString("host"),
                row.getString("deployment"),
                NamedStatement.longOrNull(row, "generation"),
                WorkerStatus.State.valueOf(row.getString("state")),
                parse.apply(row.getString("queues")),
                row.getInt("capacity"),
                row.getInt("current_load"),
                Objects.requireNonNull(NamedStatement.instant(row, "last_heartbeat")),
                row.getLong("kept"));
    }
}
