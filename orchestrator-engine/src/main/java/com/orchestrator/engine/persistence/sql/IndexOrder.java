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
        execute(connection, "SET LOCAL enable_sort = off");
    }

    /** The same, and rows of another table are looked up one by one as far as the piece goes, by nobody's helpers. */
    static void preferWithLookups(Connection connection) throws SQLException {
        execute(
                connection,
                "SET LOCAL enable_sort = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;"
                        + " SET LOCAL max_parallel_workers_per_gather = 0");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
