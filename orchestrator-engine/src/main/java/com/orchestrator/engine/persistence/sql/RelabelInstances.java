package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.util.Map;
import java.util.UUID;

/** Labels of runs, when they change; no other change of a row touches them. By the primary key. */
public final class RelabelInstances {

    private static final NamedSql SQL = NamedSql.of("""
            UPDATE workflow_instances i SET labels = new.labels FROM unnest(:ids, :labels) AS new (instance_id, labels)
            WHERE i.instance_id = new.instance_id
            """);

    private RelabelInstances() {}

    /** @param labels as JSON */
    public static NamedStatement of(Connection connection, Map<UUID, String> labels) {
        return new NamedStatement(connection, SQL)
                .bindColumn("ids", ArrayType.UUID, labels.entrySet(), Map.Entry::getKey)
                .bindColumn("labels", ArrayType.TEXT, labels.entrySet(), Map.Entry::getValue);
    }
}
