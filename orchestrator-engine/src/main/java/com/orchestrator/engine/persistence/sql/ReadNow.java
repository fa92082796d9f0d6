package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;

/** The database clock, moved by the test offset. Read once per transaction. */
public final class ReadNow {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT engine_now() AS now
            """);

    private ReadNow() {}

    public static Instant run(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return Objects.requireNonNull(
                    statement.list(row -> NamedStatement.instant(row, "now")).get(0));
        }
    }
}
