package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.RunRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Runs that moved, checked by the event they were at. Locked in id order, so that two servers wait instead of deadlocking. */
public final class MoveInstances {

    private static final NamedSql SQL = NamedSql.of("""
            WITH moved AS (
                SELECT * FROM unnest(:ids, :expected, :states, :sequences, :causes, :outputs, :started, :ended, :wake)
                    AS new (instance_id, expected, state, sequence_number, cause, output_sequence, started_at, ended_at, wake_at)
            ), locked AS MATERIALIZED (
                SELECT i.instance_id
                FROM workflow_instances i JOIN moved ON moved.instance_id = i.instance_id
                WHERE i.sequence_number = moved.expected
                ORDER BY i.instance_id
                FOR UPDATE OF i
            )
            UPDATE workflow_instances i
            SET state = moved.state, sequence_number = moved.sequence_number, cause = moved.cause,
                output_sequence = moved.output_sequence, started_at = moved.started_at, ended_at = moved.ended_at,
                wake_at = moved.wake_at
            FROM moved JOIN locked USING (instance_id)
            WHERE i.instance_id = moved.instance_id AND i.sequence_number = moved.expected
            RETURNING i.instance_id
            """);

    private MoveInstances() {}

    /** @return those that were still where they were expected */
    public static List<UUID> run(Connection connection, Collection<RunRecord> records, Function<Object, String> json)
            throws SQLException {
        List<InstanceRow> rows = records.stream().map(RunRecord::instance).toList();
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("expected", "int8", records, RunRecord::expectedSequenceNumber);
            InstanceColumns.bindChanging(statement, rows, json);
            return statement.list(row -> row.getObject("instance_id", UUID.class));
        }
    }
}
