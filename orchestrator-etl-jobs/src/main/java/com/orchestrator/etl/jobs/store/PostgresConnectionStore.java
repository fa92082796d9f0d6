package com.orchestrator.etl.jobs.store;

import com.orchestrator.api.etl.EtlConnection;
import com.orchestrator.api.model.Payload;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** In PostgreSQL, each call one transaction. */
final class PostgresConnectionStore implements ConnectionStore {

    private static final String COLUMNS = "name, type, document, created_at, updated_at";

    /** A row that was inserted has no older version. */
    private static final String PUT = "INSERT INTO etl_connections (name, type, document) VALUES (?, ?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET type = EXCLUDED.type, document = EXCLUDED.document,"
            + " updated_at = engine_now() RETURNING " + COLUMNS + ", xmax = 0";

    private final Transactions transactions;

    PostgresConnectionStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Kept put(String name, String type, Payload config) {
        return transactions
                .run(connection -> Transactions.rows(
                        connection,
                        row -> new Kept(connection(row), row.getBoolean(6)),
                        PUT,
                        name,
                        type,
                        String.valueOf(config)))
                .get(0);
    }

    @Override
    public Optional<EtlConnection> find(String name) {
        return transactions
                .run(connection ->
                        connections(connection, "SELECT " + COLUMNS + " FROM etl_connections WHERE name = ?", name))
                .stream()
                .findFirst();
    }

    @Override
    public List<EtlConnection> list(@Nullable String after, int limit) {
        return transactions.run(connection -> connections(
                connection,
                "SELECT " + COLUMNS + " FROM etl_connections WHERE name > ? ORDER BY name LIMIT ?",
                after == null ? "" : after,
                limit));
    }

    @Override
    public boolean delete(String name) {
        return transactions.run(connection ->
                        Transactions.update(connection, "DELETE FROM etl_connections WHERE name = ?", name))
                > 0;
    }

    private static List<EtlConnection> connections(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        return Transactions.rows(connection, PostgresConnectionStore::connection, sql, parameters);
    }

    private static EtlConnection connection(ResultSet row) throws SQLException {
        return new EtlConnection(
                row.getString(1),
                row.getString(2),
                Payload.ofJson(row.getString(3)),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getObject(5, OffsetDateTime.class).toInstant());
    }
}
