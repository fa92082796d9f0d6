package com.orchestrator.engine.store;

import com.orchestrator.api.model.Priority;
import java.util.Comparator;
import java.util.UUID;

/**
 * A place in the order in which a queue is handed out: priority, then age, which is the order of execution ids.
 *
 * @param priority the lower the earlier
 */
public record QueuePosition(int priority, UUID executionId) implements Comparable<QueuePosition> {

    /** Before everything. */
    public static final QueuePosition START = new QueuePosition(-1, new UUID(0, 0));

    private static final Comparator<QueuePosition> ORDER = Comparator.comparingInt(QueuePosition::priority)
            .thenComparing(QueuePosition::executionId, IdOrder.BY_BYTES);

    public static QueuePosition of(Priority priority, UUID executionId) {
        return new QueuePosition(priority.ordinal(), executionId);
    }

    @Override
    public int compareTo(QueuePosition other) {
        return ORDER.compare(this, other);
    }

    public boolean isBefore(QueuePosition other) {
        return compareTo(other) < 0;
    }
}
