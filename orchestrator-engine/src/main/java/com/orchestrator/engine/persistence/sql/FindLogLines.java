package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.LogLine;
import com.orchestrator.engine.history.ExecutionId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;

/** Lines of one run behind a given one. Reads a range of the primary key. */
public final class FindLogLines {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT execution_id, fence_token, line_number, logged_at, level, message
            FROM task_log_lines
            WHERE (execution_id, fence_token, line_number) > (:execution, :fence, :number) AND execution_id <= :last
            ORDER BY execution_id, fence_token, line_number
            LIMIT :limit
            """);

    /**
     * Where to go on.
     *
     * @param executionId of the last line there was; the run's own id for the first page
     */
    public record After(UUID executionId, long fenceToken, int number) {}

    private FindLogLines() {}

    /** @param opened what a line says, of its key and what is kept of it */
    public static List<LogLine> run(
            Connection connection, UUID instanceId, After after, int limit, BiFunction<After, String, String> opened)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("execution", after.executionId())
                    .bind("fence", after.fenceToken())
                    .bind("number", after.number())
                    .bind("last", ExecutionId.of(instanceId, ExecutionId.NUMBER_MAX))
                    .bind("limit", limit)
                    .list(row -> line(row, opened));
        }
    }

    private static LogLine line(ResultSet row, BiFunction<After, String, String> opened) throws SQLException {
        After key = new After(
                row.getObject("execution_id", UUID.class), row.getLong("fence_token"), row.getInt("line_number"));
        return new LogLine(
                key.executionId(),
                key.fenceToken(),
                key.number(),
                NamedStatement.instant(row, "logged_at"),
                LogLine.Level.valueOf(row.getString("level")),
                opened.apply(key, row.getString("message")));
    }
}
