package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.limit.Rule;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Locks the rows of rules, in order; those that have none get one first. How they stand is read by the next statement. */
public final class LockRules {

    private static final NamedSql SQL = NamedSql.of("""
            WITH wanted AS (SELECT DISTINCT w.rule COLLATE "C" AS rule FROM unnest(:rows) AS w (rule)),
            added AS (
                INSERT INTO limits (rule)
                SELECT rule FROM wanted WHERE NOT EXISTS (SELECT 1 FROM limits l WHERE l.rule = wanted.rule) ORDER BY rule
                ON CONFLICT DO NOTHING)
            SELECT l.rule FROM limits l WHERE l.rule IN (SELECT rule FROM wanted) ORDER BY l.rule FOR UPDATE
            """);

    private LockRules() {}

    /** @return how many there were; those that are new are locked as well, unless somebody else has made them at the same time */
    public static int run(Connection connection, Collection<Rule> rules) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bindColumn("rows", ArrayType.TEXT, rules, Rule::row)
                    .list(row -> row.getString("rule"))
                    .size();
        }
    }
}
