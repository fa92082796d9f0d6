package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Wrapped data keys of runs, by the primary key, and which keys of the ring have wrapped them. */
public final class DataKeyRows {

    private static final NamedSql INSERT = NamedSql.of("""
            INSERT INTO data_keys (instance_id, key_id, wrapped) SELECT * FROM unnest(:ids, :keys, :wrapped)
            """);

    private static final NamedSql FIND =
            NamedSql.of("SELECT instance_id, key_id, wrapped FROM data_keys WHERE instance_id = ANY (:ids)");

    private static final NamedSql DELETE = NamedSql.of("DELETE FROM data_keys WHERE instance_id = ANY (:ids)");

    private static final NamedSql RING = NamedSql.of("SELECT key_id, proof FROM ring_keys ORDER BY key_id");

    private static final NamedSql USE = NamedSql.of("""
            INSERT INTO ring_keys (key_id, proof, first_used_at) VALUES (:key, :proof, engine_now())
            ON CONFLICT DO NOTHING
            """);

    private DataKeyRows() {}

    /**
     * The data key of a run.
     *
     * @param keyId key of the ring that has wrapped it
     * @param wrapped null when the run was erased
     */
    public record Row(UUID instanceId, String keyId, byte @Nullable [] wrapped) {}

    /** @param proof a known value, wrapped by it */
    public record RingKey(String keyId, byte[] proof) {}

    public static NamedStatement insert(Connection connection, Collection<Row> rows) {
        return new NamedStatement(connection, INSERT)
                .bindColumn("ids", ArrayType.UUID, rows, Row::instanceId)
                .bindColumn("keys", ArrayType.TEXT, rows, Row::keyId)
                .bindColumn("wrapped", ArrayType.BYTEA, rows, Row::wrapped);
    }

    public static List<Row> find(Connection connection, Collection<UUID> instanceIds) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, FIND)) {
            return statement
                    .bindIds("ids", instanceIds)
                    .list(row -> new Row(
                            row.getObject("instance_id", UUID.class),
                            row.getString("key_id"),
                            row.getBytes("wrapped")));
        }
    }

    public static NamedStatement delete(Connection connection, Collection<UUID> instanceIds) {
        return new NamedStatement(connection, DELETE).bindIds("ids", instanceIds);
    }

    /** Keys of the ring that have ever wrapped anything here. */
    public static List<RingKey> ring(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, RING)) {
            return statement.list(row -> new RingKey(row.getString("key_id"), row.getBytes("proof")));
        }
    }

    /** From now on this key wraps. */
    public static void use(Connection connection, RingKey key) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, USE)) {
            statement.bind("key", key.keyId()).bind("proof", key.proof()).update();
        }
    }
}
