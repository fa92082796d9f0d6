package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.ExecutionRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Leases nobody renewed in time, but for those of runs that are set aside. Reads {@code ix_executions_leased}. */
public final class FindExpiredLeases {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT t.workflow_instance_id, t.execution_id
            FROM task_executions t CROSS JOIN (SELECT engine_now() AS now) AS clock
            WHERE t.state = 'LEASED' AND NOT t.held AND t.lease_expires_at <= clock.now
            ORDER BY t.lease_expires_at
            LIMIT :limit
            """);

    private FindExpiredLeases() {}

    public static List<ExecutionRef> run(Connection connection, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("limit", limit)
                    .list(row -> new ExecutionRef(
                            row.getObject("workflow_instance_id", UUID.class),
                            row.getObject("execution_id", UUID.class)));
        }
    }
}
