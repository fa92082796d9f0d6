package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.Permit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** What attempts count against from now on, and what they count against no more. */
public final class ChangePermits {

    private static final NamedSql INSERT = NamedSql.of("""
            INSERT INTO permits (rule, execution_id) SELECT * FROM unnest(:rules, :ids)
            """);

    private static final NamedSql DELETE = NamedSql.of("""
            DELETE FROM permits p USING unnest(:rules, :ids) AS u (rule, execution_id)
            WHERE p.rule = u.rule AND p.execution_id = u.execution_id
            """);

    private ChangePermits() {}

    public static void take(Connection connection, Collection<Permit> permits) throws SQLException {
        run(connection, INSERT, permits);
    }

    public static void giveBack(Connection connection, Collection<Permit> permits) throws SQLException {
        run(connection, DELETE, permits);
    }

    private static void run(Connection connection, NamedSql sql, Collection<Permit> permits) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, sql)) {
            statement.bindColumn("rules", ArrayType.TEXT, permits, Permit::rule);
            statement.bindColumn("ids", ArrayType.UUID, permits, Permit::executionId);
            statement.update();
        }
    }
}
