package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.Permit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks at what rules have given out. */
public final class PermitRows {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final NamedSql LIST = NamedSql.of("""
            SELECT p.rule, p.execution_id FROM permits p
            WHERE (p.rule, p.execution_id) > (:rule, :id)
            ORDER BY p.rule, p.execution_id LIMIT :limit
            """);

    private static final NamedSql LOCK = NamedSql.of("""
            SELECT p.rule, p.execution_id
            FROM permits p JOIN unnest(:rules, :ids) AS u (rule, execution_id)
                ON p.rule = u.rule AND p.execution_id = u.execution_id
            ORDER BY p.rule, p.execution_id
            FOR UPDATE OF p SKIP LOCKED
            """);

    private static final NamedSql BUDGETS = NamedSql.of("""
            SELECT p.rule, count(*) AS used FROM permits p
            WHERE p.rule > 'budget:' AND p.rule < 'budget;'
            GROUP BY p.rule ORDER BY used DESC, p.rule LIMIT :limit
            """);

    private PermitRows() {}

    /** @param after null for the first */
    public static List<Permit> list(Connection connection, @Nullable Permit after, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LIST)) {
            return statement
                    .bind("rule", after == null ? "" : after.rule())
                    .bind("id", after == null ? BEFORE_ALL : after.executionId())
                    .bind("limit", limit)
                    .list(PermitRows::read);
        }
    }

    /** Those of them that are there and that nobody is about to give back. */
    public static Set<Permit> lock(Connection connection, Collection<Permit> permits) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LOCK)) {
            statement.bindColumn("rules", ArrayType.TEXT, permits, Permit::rule);
            statement.bindColumn("ids", ArrayType.UUID, permits, Permit::executionId);
            return new HashSet<>(statement.list(PermitRows::read));
        }
    }

    private static Permit read(ResultSet row) throws SQLException {
        return new Permit(row.getString("rule"), row.getObject("execution_id", UUID.class));
    }

    /** The fullest first. */
    public static Map<String, Long> budgets(Connection connection, int limit) throws SQLException {
        Map<String, Long> used = new LinkedHashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, BUDGETS)) {
            statement.bind("limit", limit).list(row -> used.put(row.getString("rule"), row.getLong("used")));
        }
        return used;
    }
}
