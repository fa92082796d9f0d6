package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.InstanceRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** New runs. In key order, so that two servers with the same keys wait instead of deadlocking. */
public final class InsertInstances {

    private static final String INSERT = """
            INSERT INTO workflow_instances (instance_id, namespace, workflow_name, revision, run_id, state,
                priority, labels, cause, output_sequence, created_at, started_at, ended_at, wake_at, parent_instance_id)
            SELECT * FROM unnest(:ids, :namespaces, :workflows, :revisions, :runIds, :states, :priorities, :labels,
                :causes, :outputs, :created, :started, :ended, :wake, :parents)
                AS new (instance_id, namespace, workflow_name, revision, run_id, state,
                    priority, labels, cause, output_sequence, created_at, started_at, ended_at, wake_at,
                    parent_instance_id)
            ORDER BY new.namespace, new.workflow_name, new.run_id
            """;
    /** Taken when somebody else has started the run, or it was started here and the answer of the commit was lost. */
    public static final List<String> KEYS = List.of("uk_idempotency", "workflow_instances_pkey");

    private static final NamedSql ALL = NamedSql.of(INSERT);
    private static final NamedSql THOSE_FREE = NamedSql.of(INSERT + """
            ON CONFLICT DO NOTHING
            RETURNING instance_id
            """);

    private InsertInstances() {}

    /** Fails as a whole with a unique violation when the key of one of them is taken. */
    public static NamedStatement all(
            Connection connection, Collection<InstanceRow> rows, Function<Object, String> json) {
        return bound(connection, ALL, rows, json);
    }

    /**
     * Looks for each whether its key is taken, which costs the database a third more.
     *
     * @return those that were inserted
     */
    public static List<UUID> thoseFree(
            Connection connection, Collection<InstanceRow> rows, Function<Object, String> json) throws SQLException {
        try (NamedStatement statement = bound(connection, THOSE_FREE, rows, json)) {
            return statement.list(row -> row.getObject("instance_id", UUID.class));
        }
    }

    private static NamedStatement bound(
            Connection connection, NamedSql sql, Collection<InstanceRow> rows, Function<Object, String> json) {
        NamedStatement statement = new NamedStatement(connection, sql);
        statement.bindColumn("namespaces", ArrayType.TEXT, rows, InstanceRow::namespace);
        statement.bindColumn("workflows", ArrayType.TEXT, rows, InstanceRow::workflow);
        statement.bindColumn("revisions", ArrayType.INT4, rows, InstanceRow::revision);
        statement.bindColumn("runIds", ArrayType.TEXT, rows, InstanceRow::runId);
        statement.bindColumn("priorities", ArrayType.INT2, rows, row ->
                (short) row.priority().ordinal());
        statement.bindColumn(
                "labels", ArrayType.TEXT, rows, row -> row.labels().isEmpty() ? null : json.apply(row.labels()));
        statement.bindColumn("created", ArrayType.TIMESTAMPTZ, rows, row -> row.createdAt());
        statement.bindColumn("parents", ArrayType.UUID, rows, InstanceRow::parentInstanceId);
        InstanceColumns.bindChanging(statement, rows, json);
        return statement;
    }
}
