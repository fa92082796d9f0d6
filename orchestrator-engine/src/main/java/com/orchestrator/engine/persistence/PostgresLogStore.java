package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.persistence.sql.FindLogLines;
import com.orchestrator.engine.persistence.sql.FindLogLines.After;
import com.orchestrator.engine.persistence.sql.InsertLogLines;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.LogStore;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One statement, one transaction each. */
final class PostgresLogStore implements LogStore {

    private final JdbcAccess jdbc;

    PostgresLogStore(JdbcAccess jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void append(Collection<LogLine> lines) {
        List<LogLine> kept = lines.stream().filter(LogLine::fits).toList();
        if (!kept.isEmpty()) {
            jdbc.transaction(connection -> InsertLogLines.run(connection, kept));
        }
    }

    @Override
    public Page<LogLine> list(UUID instanceId, ListQuery query) {
        After after = after(instanceId, query.cursor());
        List<LogLine> found =
                jdbc.transaction(connection -> FindLogLines.run(connection, instanceId, after, query.limit() + 1));
        return Cursor.page(found, query.limit(), PostgresLogStore::cursor);
    }

    private static String cursor(LogLine line) {
        return Cursor.of(
                line.executionId().toString(), String.valueOf(line.fenceToken()), String.valueOf(line.number()));
    }

    private static After after(UUID instanceId, @Nullable String cursor) {
        List<String> parts = Cursor.parts(cursor, 3);
        try {
            return parts.isEmpty()
                    ? new After(instanceId, 0, 0)
                    : new After(
                            UUID.fromString(parts.get(0)),
                            Long.parseLong(parts.get(1)),
                            Integer.parseInt(parts.get(2)));
        } catch (IllegalArgumentException notAKey) {
            throw Cursor.invalid(notAKey);
        }
    }
}
