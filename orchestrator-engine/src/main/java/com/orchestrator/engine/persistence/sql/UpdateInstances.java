package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.InstanceRow;
import java.sql.Connection;
import java.util.Collection;
import java.util.function.Function;

/** Rows of runs that others see differently now. Whoever appended the events may write them, so nothing is checked. */
public final class UpdateInstances {

    private static final NamedSql SQL = NamedSql.of("""
            UPDATE workflow_instances i
            SET state = new.state, cause = new.cause, output_sequence = new.output_sequence,
                started_at = new.started_at, ended_at = new.ended_at, wake_at = new.wake_at
            FROM unnest(:ids, :states, :causes, :outputs, :started, :ended, :wake)
                AS new (instance_id, state, cause, output_sequence, started_at, ended_at, wake_at)
            WHERE i.instance_id = new.instance_id
            """);

    private UpdateInstances() {}

    /** Changes as many rows as there are. */
    public static NamedStatement of(
            Connection connection, Collection<InstanceRow> rows, Function<Object, String> json) {
        NamedStatement statement = new NamedStatement(connection, SQL);
        InstanceColumns.bindChanging(statement, rows, json);
        return statement;
    }
}
