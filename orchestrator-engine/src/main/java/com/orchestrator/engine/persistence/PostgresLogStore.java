package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.persistence.Seals.Known;
import com.orchestrator.engine.persistence.sql.FindLogLines;
import com.orchestrator.engine.persistence.sql.FindLogLines.After;
import com.orchestrator.engine.persistence.sql.InsertLogLines;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.LogStore;
import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One statement, one transaction each. */
final class PostgresLogStore implements LogStore {

    private final JdbcAccess jdbc;
    private final Seals seals;

    PostgresLogStore(JdbcAccess jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
    }

    @Override
    public void append(Collection<LogLine> lines) {
        List<LogLine> kept = lines.stream().filter(LogLine::fits).toList();
        if (!kept.isEmpty()) {
            jdbc.transaction(connection -> InsertLogLines.run(connection, kept, messages(connection, kept)));
        }
    }

    /** As they are kept, by line. */
    private Function<LogLine, String> messages(Connection connection, List<LogLine> lines) {
        Known known = seals.ofRuns(
                connection,
                lines.stream()
                        .map(line -> ExecutionId.instanceOf(line.executionId()))
                        .toList());
        return line -> known.of(ExecutionId.instanceOf(line.executionId()))
                .sealText(place(new After(line.executionId(), line.fenceToken(), line.number())), line.message());
    }

    private static String place(After key) {
        return "log/" + key.executionId() + "/" + key.fenceToken() + "/" + key.number();
    }

    @Override
    public Page<LogLine> list(UUID instanceId, ListQuery query) {
        After after = after(instanceId, query.cursor());
        List<LogLine> found = jdbc.transaction(connection -> {
            RunSeal seal = seals.ofRuns(connection, List.of(instanceId)).of(instanceId);
            return FindLogLines.run(
                    connection,
                    instanceId,
                    after,
                    query.limit() + 1,
                    (key, message) -> seal.openText(place(key), message));
        });
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
