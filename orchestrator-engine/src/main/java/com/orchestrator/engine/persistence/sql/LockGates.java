package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Locks names that only so many may hold, in the order of names, so that two servers wait instead of deadlocking. Each lock
 * gives a new fence, which is drawn when the lock is there, behind all that were given in a life of the database before.
 */
public final class LockGates {

    private static final NamedSql SQL = NamedSql.of("""
            INSERT INTO claim_gates AS gate (name, fence)
            SELECT wanted.name, nextval('claim_order') + (SELECT fence_floor FROM database_life)
            FROM (SELECT n.name FROM unnest(:names) AS n (name) ORDER BY n.name COLLATE "C") AS wanted
            ON CONFLICT (name) DO UPDATE SET fence = nextval('claim_order') + (SELECT fence_floor FROM database_life)
            RETURNING gate.name, gate.fence
            """);

    private record Locked(String name, long fence) {}

    private LockGates() {}

    /** @return the fence of each */
    public static Map<String, Long> run(Connection connection, Collection<String> names) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bindColumn("names", ArrayType.TEXT, names, name -> name)
                    .list(row -> new Locked(row.getString("name"), row.getLong("fence")))
                    .stream()
                    .collect(Collectors.toMap(Locked::name, Locked::fence));
        }
    }
}
