package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.LogLine;
import com.orchestrator.engine.history.ExecutionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;

/** Lines of runs that there are, in whatever form; one that stands already stays as it is. */
public final class InsertLogLines {

    private static final NamedSql SQL = NamedSql.of("""
            INSERT INTO task_log_lines (execution_id, fence_token, line_number, logged_at, level, message)
            SELECT a.execution_id, a.fence_token, a.line_number, COALESCE(a.logged_at, engine_now()), a.level, a.message
            FROM unnest(:runs, :ids, :fences, :numbers, :times, :levels, :messages)
                AS a (instance_id, execution_id, fence_token, line_number, logged_at, level, message)
            WHERE EXISTS (SELECT FROM workflow_instances i WHERE i.instance_id = a.instance_id)
               OR EXISTS (SELECT FROM task_executions e WHERE e.execution_id = a.execution_id AND e.pages IS NOT NULL)
            ON CONFLICT DO NOTHING
            """);

    private InsertLogLines() {}

    /**
     * Keeps lines.
     *
     * @param message of each as it is kept
     * @return how many are new
     */
    public static int run(Connection connection, Collection<LogLine> lines, Function<LogLine, String> message)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("runs", ArrayType.UUID, lines, line -> ExecutionId.instanceOf(line.executionId()));
            statement.bindColumn("ids", ArrayType.UUID, lines, LogLine::executionId);
            statement.bindColumn("fences", ArrayType.INT8, lines, LogLine::fenceToken);
            statement.bindColumn("numbers", ArrayType.INT4, lines, LogLine::number);
            statement.bindColumn("times", ArrayType.TIMESTAMPTZ, lines, line -> line.at());
            statement.bindColumn("levels", ArrayType.TEXT, lines, line -> String.valueOf(line.level()));
            statement.bindColumn("messages", ArrayType.TEXT, lines, message::apply);
            return statement.update();
        }
    }
}
