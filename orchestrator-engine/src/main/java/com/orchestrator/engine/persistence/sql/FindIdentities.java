package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.fleet.WorkerIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** What given workers have said of themselves. */
public final class FindIdentities {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT worker_id, name, host, deployment FROM workers WHERE worker_id = ANY (:ids)
            """);

    private FindIdentities() {}

    public static List<WorkerIdentity> run(Connection connection, Collection<String> workerIds) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bindColumn("ids", ArrayType.TEXT, workerIds, id -> id)
                    .list(row -> new WorkerIdentity(
                            row.getString("worker_id"),
                            row.getString("name"),
                            row.getString("host"),
                            row.getString("deployment")));
        }
    }
}
