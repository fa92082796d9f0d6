package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Asks a worker to drain. */
public final class AskToDrain {

    private static final NamedSql SQL = NamedSql.of("""
            UPDATE workers SET drain_requested = TRUE WHERE worker_id = :id
            """);

    private AskToDrain() {}

    /** @return how many workers have this id */
    public static int run(Connection connection, String workerId) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement.bind("id", workerId).update();
        }
    }
}
