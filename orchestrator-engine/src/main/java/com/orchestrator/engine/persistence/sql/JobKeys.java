package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.JobKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Names that jobs have for themselves. All by the primary key; in key order, so that two servers wait instead of deadlocking. */
public final class JobKeys {

    private static final NamedSql INSERT = NamedSql.of("""
            INSERT INTO job_keys (kind, scope, name, instance_id)
            SELECT * FROM unnest(:kinds, :scopes, :names, :ids) AS new (kind, scope, name, instance_id)
            ORDER BY new.kind, new.scope, new.name
            ON CONFLICT DO NOTHING
            RETURNING kind, scope, name, instance_id
            """);

    private static final NamedSql FIND = NamedSql.of("""
            SELECT k.kind, k.scope, k.name, k.instance_id
            FROM unnest(:kinds, :scopes, :names) AS wanted (kind, scope, name)
            JOIN job_keys k ON k.kind = wanted.kind AND k.scope = wanted.scope AND k.name = wanted.name
            """);

    private static final NamedSql DELETE = NamedSql.of("""
            DELETE FROM job_keys k
            USING unnest(:kinds, :scopes, :names, :ids) AS old (kind, scope, name, instance_id)
            WHERE k.kind = old.kind AND k.scope = old.scope AND k.name = old.name AND k.instance_id = old.instance_id
            """);

    private JobKeys() {}

    /** A name and whose it is. */
    public record Row(JobKey key, UUID instanceId) {}

    /** @return those that were free */
    public static Set<Row> insert(Connection connection, Collection<Row> rows) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, INSERT)) {
            bind(statement, rows.stream().map(Row::key).toList());
            statement.bindColumn("ids", ArrayType.UUID, rows, Row::instanceId);
            return new HashSet<>(statement.list(JobKeys::read));
        }
    }

    /** @return whose those are that somebody has */
    public static Map<JobKey, UUID> find(Connection connection, Collection<JobKey> keys) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, FIND)) {
            bind(statement, keys);
            Map<JobKey, UUID> found = new HashMap<>();
            statement.list(JobKeys::read).forEach(row -> found.put(row.key(), row.instanceId()));
            return found;
        }
    }

    /** @return how many there were */
    public static int delete(Connection connection, Collection<Row> rows) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, DELETE)) {
            bind(statement, rows.stream().map(Row::key).toList());
            return statement
                    .bindColumn("ids", ArrayType.UUID, rows, Row::instanceId)
                    .update();
        }
    }

    private static void bind(NamedStatement statement, Collection<JobKey> keys) {
        List<JobKey> all = List.copyOf(keys);
        statement.bindColumn("kinds", ArrayType.TEXT, all, key -> key.kind().name());
        statement.bindColumn("scopes", ArrayType.TEXT, all, JobKey::scope);
        statement.bindColumn("names", ArrayType.TEXT, all, JobKey::name);
    }

    private static Row read(ResultSet row) throws SQLException {
        JobKey key =
                new JobKey(JobKey.Kind.valueOf(row.getString("kind")), row.getString("scope"), row.getString("name"));
        return new Row(key, row.getObject("instance_id", UUID.class));
    }
}
