package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.ExecutionRow;
import java.sql.SQLException;
import java.util.Collection;

/** The columns of an execution that change, which inserts and updates bind alike. */
final class ExecutionColumns {

    private ExecutionColumns() {}

    static void bindChanging(NamedStatement statement, Collection<ExecutionRow> rows) throws SQLException {
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
    }
}
