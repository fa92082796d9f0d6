package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.ExecutionRow;
import java.sql.SQLException;
import java.util.Collection;

/** The columns of an execution that change, which inserts and updates bind alike. */
final class ExecutionColumns {

    private ExecutionColumns() {}

    static void bindChanging(NamedStatement statement, Collection<ExecutionRow> rows) throws SQLException {
        statement.bindColumn("ids", ArrayType.UUID, rows, ExecutionRow::executionId);
        statement.bindColumn("states", ArrayType.TEXT, rows, row -> row.state().name());
        statement.bindColumn("held", ArrayType.BOOL, rows, ExecutionRow::held);
        statement.bindColumn("fences", ArrayType.INT8, rows, ExecutionRow::fenceToken);
        statement.bindColumn("holders", ArrayType.TEXT, rows, ExecutionRow::leaseHolder);
        statement.bindColumn("expiries", ArrayType.TIMESTAMPTZ, rows, row -> row.leaseExpiresAt());
        statement.bindColumn("leaseMillis", ArrayType.INT8, rows, ExecutionRow::leaseMillis);
        statement.bindColumn("deadlines", ArrayType.TIMESTAMPTZ, rows, row -> row.executionDeadline());
        statement.bindColumn("cancels", ArrayType.TIMESTAMPTZ, rows, row -> row.cancelDeadline());
        statement.bindColumn("available", ArrayType.TIMESTAMPTZ, rows, row -> row.availableAt());
    }
}
