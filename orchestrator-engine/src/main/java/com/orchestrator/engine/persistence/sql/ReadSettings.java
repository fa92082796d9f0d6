package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Settings without which a commit is not durable. */
public final class ReadSettings {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT name || '=' || setting AS unsafe
            FROM pg_settings
            WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
            ORDER BY name
            """);

    private ReadSettings() {}

    /** Those that are off, as {@code name=off}. */
    public static List<String> unsafe(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement.list(row -> row.getString("unsafe"));
        }
    }
}
