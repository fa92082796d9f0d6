package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * For statements that take a bounded piece from the front of an index. The planner judges by the average and would rather
 * read a whole queue and sort it when most queues are short; the one that is not is what must not be read.
 */
final class IndexOrder {

    private IndexOrder() {}

    /** Until the transaction ends. */
    static void prefer(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL enable_sort = off");
        }
    }
}
