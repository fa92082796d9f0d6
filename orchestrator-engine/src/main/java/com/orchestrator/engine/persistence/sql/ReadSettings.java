package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Settings of the database. */
public final class ReadSettings {

    private static final NamedSql UNSAFE = NamedSql.of("""
            SELECT name || '=' || setting AS unsafe
            FROM pg_settings
            WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
            ORDER BY name
            """);

    private static final NamedSql VALUE = NamedSql.of("SELECT current_setting(:name) AS value");

    private ReadSettings() {}

    /** Those without which a commit is not durable and that are off, as {@code name=off}. */
    public static List<String> unsafe(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, UNSAFE)) {
            return statement.list(row -> row.getString("unsafe"));
        }
    }

    public static String value(Connection connection, String name) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, VALUE)) {
            return statement
                    .bind("name", name)
                    .list(row -> row.getString("value"))
                    .get(0);
        }
    }
}
