package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What stays of jobs that ended well, and how jobs are listed in whatever form they are kept. */
public final class JobEnds {

    private static final NamedSql INSERT = NamedSql.of("""
            INSERT INTO job_ends (instance_id, type, job, output) SELECT * FROM unnest(:ids, :types, :jobs, :outputs)
            """);

    private static final NamedSql FIND = NamedSql.of("""
            SELECT instance_id, type, job, output FROM job_ends WHERE instance_id = ANY (:ids)
            """);

    /** Three primary keys, each read backwards from a place on and no further than needed. */
    private static final NamedSql LIST = NamedSql.of("""
            (SELECT instance_id AS id FROM workflow_instances
             WHERE namespace = 'jobs' AND revision = 0 AND instance_id < CAST(:before AS uuid)
               AND (CAST(:type AS text) IS NULL OR workflow_name = :type)
             ORDER BY instance_id DESC LIMIT :limit)
            UNION ALL
            (SELECT workflow_instance_id FROM task_executions
             WHERE pages IS NOT NULL AND execution_id < CAST(:before AS uuid)
               AND (CAST(:type AS text) IS NULL OR task_type = :type)
             ORDER BY execution_id DESC LIMIT :limit)
            UNION ALL
            (SELECT instance_id FROM job_ends
             WHERE instance_id < CAST(:before AS uuid) AND (CAST(:type AS text) IS NULL OR type = :type)
             ORDER BY instance_id DESC LIMIT :limit)
            ORDER BY id DESC LIMIT :limit
            """);

    /** Behind every id. */
    private static final UUID LAST = new UUID(-1, -1);

    private JobEnds() {}

    /** @param job as JSON, without its output */
    public record Row(UUID instanceId, String type, String job, byte @Nullable [] output) {}

    public static NamedStatement insert(Connection connection, Collection<Row> rows) {
        return new NamedStatement(connection, INSERT)
                .bindColumn("ids", ArrayType.UUID, rows, Row::instanceId)
                .bindColumn("types", ArrayType.TEXT, rows, Row::type)
                .bindColumn("jobs", ArrayType.TEXT, rows, Row::job)
                .bindColumn("outputs", ArrayType.BYTEA, rows, Row::output);
    }

    public static List<Row> find(Connection connection, Collection<UUID> instanceIds) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, FIND)) {
            return statement
                    .bindIds("ids", instanceIds)
                    .list(row -> new Row(
                            row.getObject("instance_id", UUID.class),
                            row.getString("type"),
                            row.getString("job"),
                            row.getBytes("output")));
        }
    }

    /** Runs of jobs, the newest first. */
    public static List<UUID> list(Connection connection, @Nullable String type, @Nullable UUID before, int limit)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LIST)) {
            return statement
                    .bind("type", type)
                    .bind("before", before == null ? LAST : before)
                    .bind("limit", limit)
                    .list(row -> row.getObject("id", UUID.class));
        }
    }
}
