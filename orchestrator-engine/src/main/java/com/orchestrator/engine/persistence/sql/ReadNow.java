package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/** The database clock, moved by the test offset. Read once per transaction. */
public final class ReadNow {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT engine_now() AS now
            """);

    private static final NamedSql WITH_FLOOR =
            NamedSql.of("SELECT engine_now() AS now, (SELECT fence_floor FROM database_life) AS fence_floor");

    private ReadNow() {}

    /**
     * What a transaction begins with.
     *
     * @param fenceFloor fences up to here are of a life of the database before this one
     */
    public record Beginning(Instant now, long fenceFloor) {}

    public static Instant run(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            Timestamp now = statement.list(row -> row.getTimestamp("now")).get(0);
            return now.toInstant();
        }
    }

    public static Beginning withFloor(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, WITH_FLOOR)) {
            return statement
                    .list(row -> new Beginning(row.getTimestamp("now").toInstant(), row.getLong("fence_floor")))
                    .get(0);
        }
    }
}
