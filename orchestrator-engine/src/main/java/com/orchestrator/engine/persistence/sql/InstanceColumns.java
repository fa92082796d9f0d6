package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.InstanceRow;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;

/** The columns of an instance that change, which inserts and updates bind alike. */
final class InstanceColumns {

    private InstanceColumns() {}

    static void bindChanging(NamedStatement statement, Collection<InstanceRow> rows, Function<Object, String> json)
            throws SQLException {
        statement.bindColumn("ids", "uuid", rows, InstanceRow::instanceId);
        statement.bindColumn("states", "text", rows, row -> row.state().name());
        statement.bindColumn("causes", "text", rows, row -> row.cause() == null ? null : json.apply(row.cause()));
        statement.bindColumn("outputs", "int8", rows, InstanceRow::outputSequence);
        statement.bindColumn("started", "timestamptz", rows, row -> NamedStatement.timestamp(row.startedAt()));
        statement.bindColumn("ended", "timestamptz", rows, row -> NamedStatement.timestamp(row.endedAt()));
        statement.bindColumn("wake", "timestamptz", rows, row -> NamedStatement.timestamp(row.wakeAt()));
    }
}
