package com.orchestrator.engine.store;

import java.util.Comparator;
import java.util.UUID;

/**
 * A place in the order in which a strand of a queue is handed out: by place, then by age, which is the order of execution ids.
 *
 * @param place in a fair queue, when the task has its turn; 0 in all others
 */
public record QueuePosition(long place, UUID executionId) implements Comparable<QueuePosition> {

    /** Before everything. */
    public static final QueuePosition START = new QueuePosition(-1, new UUID(0, 0));

    private static final Comparator<QueuePosition> ORDER =
            Comparator.comparingLong(QueuePosition::place).thenComparing(QueuePosition::executionId, IdOrder.BY_BYTES);

    @Override
    public int compareTo(QueuePosition other) {
        return ORDER.compare(this, other);
    }

    public boolean isBefore(QueuePosition other) {
        return compareTo(other) < 0;
    }
}
