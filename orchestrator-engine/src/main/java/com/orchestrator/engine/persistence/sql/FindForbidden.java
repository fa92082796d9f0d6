package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Tables and sequences of the server that the user may not work with. Whose the schema's history is, is who has made the others. What
 * the user may do with entries of the audit is to read and to add some; nobody changes them.
 */
public final class FindForbidden {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT c.relname FROM pg_class c
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'S')
                AND c.relname <> 'flyway_schema_history'
                AND c.relowner = (SELECT h.relowner FROM pg_class h
                    WHERE h.relnamespace = c.relnamespace AND h.relname = 'flyway_schema_history')
                AND NOT CASE
                    WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'USAGE') AND has_sequence_privilege(c.oid, 'SELECT')
                    ELSE has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
                        AND (c.relname = 'audit_entries' OR (
                            has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE')))
                    END
            ORDER BY c.relname
            """);

    private FindForbidden() {}

    public static List<String> run(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement.list(row -> row.getString("relname"));
        }
    }
}
