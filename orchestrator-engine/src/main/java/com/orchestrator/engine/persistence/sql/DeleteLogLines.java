package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.history.ExecutionId;
import java.sql.Connection;
import java.util.Collection;
import java.util.UUID;

/** What the handlers of runs have written of which nothing stays. By the primary key, in which the lines of a run stand together. */
public final class DeleteLogLines {

    private static final NamedSql SQL = NamedSql.of("""
            DELETE FROM task_log_lines l
            USING unnest(:first, :last) AS gone (first, last)
            WHERE l.execution_id BETWEEN gone.first AND gone.last
            """);

    private DeleteLogLines() {}

    public static NamedStatement of(Connection connection, Collection<UUID> instanceIds) {
        return new NamedStatement(connection, SQL)
                .bindColumn("first", ArrayType.UUID, instanceIds, ExecutionId::first)
                .bindColumn("last", ArrayType.UUID, instanceIds, run -> ExecutionId.of(run, ExecutionId.NUMBER_MAX));
    }
}
