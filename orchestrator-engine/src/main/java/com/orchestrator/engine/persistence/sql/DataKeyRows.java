package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.fleet.EncryptionStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Wrapped data keys of runs, by the primary key, and which keys of the ring have wrapped them. */
public final class DataKeyRows {

    private static final NamedSql INSERT = NamedSql.of("""
            INSERT INTO data_keys (instance_id, key_id, wrapped) SELECT * FROM unnest(:ids, :keys, :wrapped)
            """);

    private static final NamedSql INSERT_UNLESS_THERE = NamedSql.of("""
            INSERT INTO data_keys (instance_id, key_id, wrapped) VALUES (:id, :key, :wrapped) ON CONFLICT DO NOTHING
            """);

    private static final NamedSql FIND =
            NamedSql.of("SELECT instance_id, key_id, wrapped FROM data_keys WHERE instance_id = ANY (:ids)");

    private static final NamedSql DELETE = NamedSql.of("DELETE FROM data_keys WHERE instance_id = ANY (:ids)");

    private static final NamedSql ERASE =
            NamedSql.of("UPDATE data_keys SET wrapped = NULL WHERE instance_id = ANY (:ids)");

    private static final NamedSql ERASE_ENDS = NamedSql.of("""
            UPDATE data_keys k SET wrapped = NULL FROM job_ends j
            WHERE k.instance_id = ANY (:ids) AND j.instance_id = k.instance_id
            """);

    private static final NamedSql AFTER = NamedSql.of("""
            SELECT instance_id, key_id, wrapped FROM data_keys WHERE instance_id > :after ORDER BY instance_id LIMIT :limit
            """);

    /** One that was erased meanwhile stays so. */
    private static final NamedSql REWRAP = NamedSql.of("""
            UPDATE data_keys k SET key_id = n.key_id, wrapped = n.wrapped
            FROM unnest(:ids, :keys, :wrapped) AS n (instance_id, key_id, wrapped)
            WHERE k.instance_id = n.instance_id AND k.wrapped IS NOT NULL
            """);

    private static final NamedSql USES = NamedSql.of("""
            SELECT r.key_id, r.first_used_at, coalesce(k.needed, 0) AS needed
            FROM ring_keys r LEFT JOIN (
                SELECT key_id, count(*) AS needed FROM data_keys WHERE wrapped IS NOT NULL GROUP BY key_id
            ) k ON k.key_id = r.key_id
            ORDER BY r.key_id
            """);

    private static final NamedSql ERASED =
            NamedSql.of("SELECT count(*) AS erased FROM data_keys WHERE wrapped IS NULL");

    private static final NamedSql RETIRE = NamedSql.of("DELETE FROM ring_keys WHERE key_id = :key");

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

    /** The first of several servers makes it. */
    public static void insertUnlessThere(Connection connection, Row row) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, INSERT_UNLESS_THERE)) {
            statement
                    .bind("id", row.instanceId())
                    .bind("key", row.keyId())
                    .bind("wrapped", row.wrapped())
                    .update();
        }
    }

    public static List<Row> find(Connection connection, Collection<UUID> instanceIds) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, FIND)) {
            return statement.bindIds("ids", instanceIds).list(DataKeyRows::row);
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(row.getObject("instance_id", UUID.class), row.getString("key_id"), row.getBytes("wrapped"));
    }

    /** A piece of all of them, in the order of their runs. */
    public static List<Row> after(Connection connection, UUID after, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, AFTER)) {
            return statement.bind("after", after).bind("limit", limit).list(DataKeyRows::row);
        }
    }

    /**
     * Puts them in the place of those that are there.
     *
     * @return how many are there still, and not erased
     */
    public static int rewrap(Connection connection, Collection<Row> rows) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, REWRAP)) {
            return statement
                    .bindColumn("ids", ArrayType.UUID, rows, Row::instanceId)
                    .bindColumn("keys", ArrayType.TEXT, rows, Row::keyId)
                    .bindColumn("wrapped", ArrayType.BYTEA, rows, Row::wrapped)
                    .update();
        }
    }

    /** Keys of the ring that have ever wrapped anything here, and how much each still does; walks over all data keys. */
    public static List<EncryptionStatus.Key> uses(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, USES)) {
            return statement.list(row -> new EncryptionStatus.Key(
                    row.getString("key_id"),
                    row.getObject("first_used_at", OffsetDateTime.class).toInstant(),
                    row.getLong("needed")));
        }
    }

    public static long countErased(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, ERASED)) {
            return statement.list(row -> row.getLong("erased")).get(0);
        }
    }

    public static void retire(Connection connection, String keyId) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, RETIRE)) {
            statement.bind("key", keyId).update();
        }
    }

    public static NamedStatement delete(Connection connection, Collection<UUID> instanceIds) {
        return new NamedStatement(connection, DELETE).bindIds("ids", instanceIds);
    }

    /** Destroys them for good; that they were there stays. */
    public static NamedStatement erase(Connection connection, Collection<UUID> instanceIds) {
        return new NamedStatement(connection, ERASE).bindIds("ids", instanceIds);
    }

    /**
     * The same of those that are jobs of which only the outcome is kept.
     *
     * @return how many there are
     */
    public static int eraseEnds(Connection connection, Collection<UUID> instanceIds) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, ERASE_ENDS)) {
            return statement.bindIds("ids", instanceIds).update();
        }
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
