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

    /** As the database orders ids, which is not as {@link UUID#compareTo} does. */
    private static final Comparator<UUID> BY_BYTES = Comparator.<UUID, Long>comparing(
                    UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    private static final Comparator<QueuePosition> ORDER =
            Comparator.comparingInt(QueuePosition::priority).thenComparing(QueuePosition::executionId, BY_BYTES);

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
