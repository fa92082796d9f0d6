package com.orchestrator.engine.memory;

import com.orchestrator.api.model.LogLine;
import com.orchestrator.engine.store.IdOrder;
import java.util.Comparator;
import java.util.UUID;

/** Key of a line that a handler has written. */
record LogKey(UUID executionId, long fenceToken, int number) implements Comparable<LogKey> {

    private static final Comparator<LogKey> ORDER = Comparator.comparing(LogKey::executionId, IdOrder.BY_BYTES)
            .thenComparing(LogKey::fenceToken)
            .thenComparing(LogKey::number);

    static LogKey of(LogLine line) {
        return new LogKey(line.executionId(), line.fenceToken(), line.number());
    }

    @Override
    public int compareTo(LogKey other) {
        return ORDER.compare(this, other);
    }
}
