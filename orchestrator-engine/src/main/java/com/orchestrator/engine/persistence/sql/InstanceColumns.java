package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.InstanceRow;
import java.util.Collection;
import java.util.function.Function;

/** The columns of an instance that change, which inserts and updates bind alike. */
final class InstanceColumns {

    private InstanceColumns() {}

    static void bindChanging(NamedStatement statement, Collection<InstanceRow> rows, Function<Object, String> json) {
        statement.bindColumn("ids", ArrayType.UUID, rows, InstanceRow::instanceId);
        statement.bindColumn("states", ArrayType.TEXT, rows, row -> row.state().name());
        statement.bindColumn(
                "causes", ArrayType.TEXT, rows, row -> row.cause() == null ? null : json.apply(row.cause()));
        statement.bindColumn("outputs", ArrayType.INT8, rows, InstanceRow::outputSequence);
        statement.bindColumn("started", ArrayType.TIMESTAMPTZ, rows, row -> row.startedAt());
        statement.bindColumn("ended", ArrayType.TIMESTAMPTZ, rows, row -> row.endedAt());
        statement.bindColumn("wake", ArrayType.TIMESTAMPTZ, rows, row -> row.wakeAt());
    }
}
