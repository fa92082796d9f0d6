package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.ExecutionRow;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;

/** The columns of an execution that change, which inserts and updates bind alike. */
final class ExecutionColumns {

    private ExecutionColumns() {}

    static void bindChanging(NamedStatement statement, Collection<ExecutionRow> rows, Function<Object, String> json)
            throws SQLException {
        statement.bindColumn("ids", "uuid", rows, ExecutionRow::executionId);
        statement.bindColumn("states", "text", rows, row -> row.state().name());
        statement.bindColumn("held", "bool", rows, ExecutionRow::held);
        statement.bindColumn("fences", "int8", rows, ExecutionRow::fenceToken);
        statement.bindColumn("holders", "text", rows, ExecutionRow::leaseHolder);
        statement.bindColumn("expiries", "timestamptz", rows, row -> NamedStatement.timestamp(row.leaseExpiresAt()));
        statement.bindColumn("leaseMillis", "int8", rows, ExecutionRow::leaseMillis);
        statement.bindColumn(
                "deadlines", "timestamptz", rows, row -> NamedStatement.timestamp(row.executionDeadline()));
        statement.bindColumn("cancels", "timestamptz", rows, row -> NamedStatement.timestamp(row.cancelDeadline()));
        statement.bindColumn("available", "timestamptz", rows, row -> NamedStatement.timestamp(row.availableAt()));
        statement.bindColumn("outputs", "int8", rows, ExecutionRow::outputSequence);
        statement.bindColumn("errors", "text", rows, row -> row.error() == null ? null : json.apply(row.error()));
        statement.bindColumn(
                "late",
                "text",
                rows,
                row -> row.lateOutcome() == null ? null : row.lateOutcome().name());
        statement.bindColumn("started", "timestamptz", rows, row -> NamedStatement.timestamp(row.startedAt()));
        statement.bindColumn("ended", "timestamptz", rows, row -> NamedStatement.timestamp(row.endedAt()));
    }
}
