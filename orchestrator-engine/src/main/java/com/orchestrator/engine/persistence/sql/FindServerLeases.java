package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** What servers have told lately of leases that have no row. */
public final class FindServerLeases {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT by_queue, by_worker FROM server_leases
            WHERE server_id <> :id AND seen_at > (SELECT engine_now()) - INTERVAL '30 s'
            """);

    private FindServerLeases() {}

    /** JSON objects. */
    public record Row(String byQueue, String byWorker) {}

    public static List<Row> run(Connection connection, UUID exceptServer) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("id", exceptServer)
                    .list(row -> new Row(row.getString("by_queue"), row.getString("by_worker")));
        }
    }
}
