package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.decision.explain.Facts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Which attempts have a row, and how long their leases are. Reads by the primary key. */
public final class FindRows {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT execution_id, lease_expires_at FROM task_executions WHERE execution_id = ANY (:ids)
            """);

    private FindRows() {}

    public static Map<UUID, Facts.Row> run(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, Facts.Row> found = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement
                    .bindIds("ids", ids)
                    .list(row -> found.put(
                            row.getObject("execution_id", UUID.class),
                            new Facts.Row(NamedStatement.instant(row, "lease_expires_at"))));
        }
        return found;
    }
}
