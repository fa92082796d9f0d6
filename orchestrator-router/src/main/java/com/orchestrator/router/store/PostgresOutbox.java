package com.orchestrator.router.store;

import com.orchestrator.api.model.Payload;
import com.orchestrator.router.Dispatch;
import com.orchestrator.router.Holders;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** In PostgreSQL, by its clock alone. */
public final class PostgresOutbox implements Outbox {

    /** An attempt that stands in a parcel whose commit nobody has heard of goes with the later one. */
    private static final String PUT = "WITH parcel AS ("
            + "INSERT INTO router_parcels (messages) VALUES (?) RETURNING parcel), messages AS ("
            + "INSERT INTO router_outbox (parcel, execution_id, fence_token, job_id, job_type, priority, attempt, payload)"
            + " SELECT parcel.parcel, new.* FROM parcel, unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::int[],"
            + " ?::int[], ?::text[]) AS new"
            + " ON CONFLICT (execution_id) DO UPDATE SET parcel = EXCLUDED.parcel) SELECT parcel FROM parcel";

    private static final String TAKE =
            "UPDATE router_parcels SET taken_at = engine_now() WHERE parcel = ANY (?) AND taken_at IS NULL";

    private static final String OPEN = "SELECT m.execution_id, m.fence_token, m.job_id, m.job_type, m.priority,"
            + " m.attempt, m.payload, m.parcel FROM router_outbox m"
            + " JOIN (SELECT parcel, sum(messages) OVER (ORDER BY parcel) - messages AS before FROM router_parcels WHERE taken_at IS NULL) AS p ON p.parcel = m.parcel"
            + " WHERE p.before < ? ORDER BY m.priority DESC, m.job_id, m.attempt";

    /** Not in order: to sort what may be a million took a second for each page. */
    private static final String TAKEN_FOR = "SELECT m.execution_id, m.fence_token FROM router_outbox m"
            + " JOIN router_parcels p ON p.parcel = m.parcel"
            + " WHERE p.taken_at <= engine_now() - ? * INTERVAL '1 ms' LIMIT ?";

    private final RouterDatabase database;

    public PostgresOutbox(RouterDatabase database) {
        this.database = database;
    }

    @Override
    public long put(List<Dispatch> parcel, Collection<Long> taken) {
        if (parcel.isEmpty() && taken.isEmpty()) {
            return 0;
        }
        return database.transaction(connection -> {
            if (!taken.isEmpty()) {
                Sql.update(connection, TAKE, connection.createArrayOf("bigint", taken.toArray()));
            }
            return parcel.isEmpty() ? 0 : insert(connection, parcel);
        });
    }

    private static long insert(Connection connection, List<Dispatch> parcel) throws SQLException {
        return Sql.query(
                        connection,
                        PUT,
                        row -> row.getLong(1),
                        parcel.size(),
                        RouterDatabase.column(connection, "uuid", parcel, Dispatch::executionId),
                        RouterDatabase.column(connection, "bigint", parcel, Dispatch::fenceToken),
                        RouterDatabase.column(connection, "text", parcel, Dispatch::jobId),
                        RouterDatabase.column(connection, "text", parcel, Dispatch::jobType),
                        RouterDatabase.column(connection, "integer", parcel, Dispatch::priority),
                        RouterDatabase.column(connection, "integer", parcel, Dispatch::attempt),
                        RouterDatabase.column(connection, "text", parcel, Dispatch::payloadText))
                .get(0);
    }

    @Override
    public List<Entry> open(int messages) {
        return database.query(OPEN, row -> new Entry(row.getLong(8), message(row)), messages);
    }

    @Override
    public List<Held> takenFor(Duration atLeast, int limit) {
        return database.query(
                TAKEN_FOR, row -> new Held(row.getObject(1, UUID.class), row.getLong(2)), atLeast.toMillis(), limit);
    }

    @Override
    public void forget(Collection<UUID> executionIds) {
        if (!executionIds.isEmpty()) {
            database.transaction(connection -> Sql.update(
                    connection,
                    "DELETE FROM router_outbox WHERE execution_id = ANY (?)",
                    RouterDatabase.ids(connection, executionIds)));
        }
    }

    @Override
    public void tidy() {
        database.run("DELETE FROM router_parcels p WHERE NOT EXISTS"
                + " (SELECT 1 FROM router_outbox m WHERE m.parcel = p.parcel)");
    }

    @Override
    public int openCount() {
        return database.count("SELECT COALESCE(sum(messages), 0) FROM router_parcels WHERE taken_at IS NULL");
    }

    private static Dispatch message(ResultSet row) throws SQLException {
        return new Dispatch(
                row.getObject(1, UUID.class),
                Holders.BROKER,
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getInt(5),
                row.getInt(6),
                Payload.ofJson(row.getString(7)));
    }
}
