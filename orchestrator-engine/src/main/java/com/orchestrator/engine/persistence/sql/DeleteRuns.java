package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.util.Collection;
import java.util.UUID;

/** Runs of which nothing stays: their row and their history. By primary keys. */
public final class DeleteRuns {

    private static final NamedSql PAGES = NamedSql.of("DELETE FROM events WHERE workflow_instance_id = ANY (:ids)");
    private static final NamedSql ROWS = NamedSql.of("DELETE FROM workflow_instances WHERE instance_id = ANY (:ids)");

    private DeleteRuns() {}

    public static NamedStatement pages(Connection connection, Collection<UUID> ids) {
        return new NamedStatement(connection, PAGES).bindIds("ids", ids);
    }

    public static NamedStatement rows(Connection connection, Collection<UUID> ids) {
        return new NamedStatement(connection, ROWS).bindIds("ids", ids);
    }
}
