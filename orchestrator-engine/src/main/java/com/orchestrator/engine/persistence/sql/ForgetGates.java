package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Names that nobody holds, waits for, or has asked for in a long while: the next fence is greater than any they have given. */
public final class ForgetGates {

    private static final NamedSql SQL = NamedSql.of("""
            DELETE FROM claim_gates gate
            WHERE gate.name IN (
                SELECT g.name FROM claim_gates g
                WHERE g.fence < (SELECT last_value FROM claim_order) + (SELECT fence_floor FROM database_life) - :distance
                  AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.name = g.name)
                LIMIT :limit
                FOR UPDATE SKIP LOCKED)
            """);

    /** So many requests later nobody can be about to ask who began before. */
    private static final int DISTANCE = 100_000;

    private ForgetGates() {}

    public static int run(Connection connection, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement.bind("distance", DISTANCE).bind("limit", limit).update();
        }
    }
}
