package com.orchestrator.engine.memory;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.LogStore;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class MemoryLogStore implements LogStore {

    private final MemoryTables tables;
    private final InstantSource clock;

    MemoryLogStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public void append(Collection<LogLine> given) {
        synchronized (tables) {
            given.stream()
                    .filter(LogLine::fits)
                    .filter(line -> tables.has(ExecutionId.instanceOf(line.executionId())))
                    .forEach(line -> tables.logLines.putIfAbsent(LogKey.of(line), dated(line)));
        }
    }

    private LogLine dated(LogLine line) {
        return line.at() != null
                ? line
                : new LogLine(
                        line.executionId(),
                        line.fenceToken(),
                        line.number(),
                        clock.instant(),
                        line.level(),
                        line.message());
    }

    /** The cursor is how many lines came before. */
    @Override
    public Page<LogLine> list(UUID instanceId, ListQuery query) {
        int before = linesBefore(query.cursor());
        synchronized (tables) {
            List<LogLine> all = tables.logLines.values().stream()
                    .filter(line -> ExecutionId.instanceOf(line.executionId()).equals(instanceId))
                    .toList();
            int from = Math.min(all.size(), before);
            int to = Math.min(all.size(), from + query.limit());
            return new Page<>(all.subList(from, to), to < all.size() ? String.valueOf(to) : null);
        }
    }

    private static int linesBefore(@Nullable String cursor) {
        if (cursor != null && !cursor.matches("\\d{1,9}")) {
            throw new OrchestratorException(ErrorCode.INVALID_REQUEST, "'cursor' is wrong");
        }
        return cursor == null ? 0 : Integer.parseInt(cursor);
    }
}
