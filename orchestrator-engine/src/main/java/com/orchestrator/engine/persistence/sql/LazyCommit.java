package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** For what is told again soon and decides nothing: its commit need not wait for the disk. */
final class LazyCommit {

    private LazyCommit() {}

    /** Until the transaction ends. */
    static void allow(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL synchronous_commit = off");
        }
    }
}
