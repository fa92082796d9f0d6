package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/** Puts waiting work, which is locked already, into other lines of its queue. */
public final class MoveToLines {

    private static final NamedSql SQL = NamedSql.of("""
            UPDATE task_executions t SET line = u.line FROM unnest(:ids, :lines) AS u (execution_id, line)
            WHERE t.execution_id = u.execution_id
            """);

    private MoveToLines() {}

    public static void run(Connection connection, Map<UUID, String> lines) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("ids", ArrayType.UUID, lines.entrySet(), Map.Entry::getKey);
            statement.bindColumn("lines", ArrayType.TEXT, lines.entrySet(), Map.Entry::getValue);
            statement.update();
        }
    }
}
