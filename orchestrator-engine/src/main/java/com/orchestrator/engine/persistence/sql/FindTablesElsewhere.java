package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Schemas of the database in which a server has made its tables, where it has none in the one that is looked into. */
public final class FindTablesElsewhere {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT runs.schemaname
            FROM pg_tables runs
            JOIN pg_tables history ON history.schemaname = runs.schemaname
            WHERE runs.tablename = 'workflow_instances'
              AND history.tablename = 'flyway_schema_history'
              AND to_regclass('flyway_schema_history') IS NULL
            ORDER BY runs.schemaname
            """);

    private FindTablesElsewhere() {}

    public static List<String> schemas(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement.list(row -> row.getString("schemaname"));
        }
    }
}
