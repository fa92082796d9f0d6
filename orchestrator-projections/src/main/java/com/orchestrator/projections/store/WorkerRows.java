package com.orchestrator.projections.store;

import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.TableNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Which workers there are. A worker's heartbeat is the lease of all that it owns. */
public final class WorkerRows {

    private final Adapter adapter;
    private final String table;

    public WorkerRows(Adapter adapter, TableNames names) {
        this.adapter = adapter;
        this.table = names.workers(adapter);
    }

    /** @param stale after how many milliseconds of silence it counts as dead */
    public void register(Connection connection, String id, long generation, long stale) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO " + table
                        + " (worker_id, generation, state, started_at, last_heartbeat, stale_after) VALUES (?, ?, ?, "
                        + adapter.now() + ", " + adapter.now() + ", ?)",
                id,
                generation,
                WorkerState.STARTING.toString(),
                stale);
    }

    /** False when the worker was thought to be dead and has been cleaned away. */
    public boolean heartbeat(Connection connection, String id, WorkerState state) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE " + table + " SET state = ?, last_heartbeat = " + adapter.now()
                                + " WHERE worker_id = ?",
                        state.toString(),
                        id)
                == 1;
    }

    public List<Worker> all(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                row -> new Worker(
                        row.getString(1),
                        row.getLong(2),
                        WorkerState.named(row.getString(3)),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7)),
                "SELECT worker_id, generation, state, started_at, last_heartbeat, stale_after, " + adapter.now()
                        + " FROM " + table + " ORDER BY worker_id");
    }

    /** Deletes a worker that has not been heard of for so many milliseconds. */
    public void deleteStale(Connection connection, String id, long threshold) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM " + table + " WHERE worker_id = ? AND last_heartbeat < " + adapter.now() + " - ?",
                id,
                threshold);
    }
}
