package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/** When the next attempt under a rate would begin if all came evenly. The rows are locked already. */
public final class KeepRates {

    private static final NamedSql SQL = NamedSql.of("""
            UPDATE limits l SET rate_next = u.next FROM unnest(:rules, :nexts) AS u (rule, next) WHERE l.rule = u.rule
            """);

    private KeepRates() {}

    public static void run(Connection connection, Map<String, Instant> nextByRow) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("rules", ArrayType.TEXT, nextByRow.entrySet(), Map.Entry::getKey);
            statement.bindColumn("nexts", ArrayType.TIMESTAMPTZ, nextByRow.entrySet(), Map.Entry::getValue);
            statement.update();
        }
    }
}
