package com.orchestrator.projections;

import java.sql.Connection;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What is made of events. Called by one thread for each of its shards. */
public interface Projection {

    /** What its checkpoint goes by, for ever; no other projection may have it. Up to 200 characters. */
    String name();

    /** Only events of aggregates of these types; of all, when there are none. */
    default Set<String> aggregateTypes() {
        return Set.of();
    }

    /** Only events of these contexts; of all, when there are none. */
    default Set<String> boundedContexts() {
        return Set.of();
    }

    /**
     * In how many parts the work is done at the same time, by aggregate: 1 to 256. Each part reads all events. Stays what it
     * was when the projection first ran.
     */
    default int shards() {
        return 1;
    }

    /**
     * Works events into the read model: all of the batch or, by throwing, nothing of it. What is changed through {@code
     * connection} is committed together with the checkpoint, so it happens exactly once for each event. Whatever else this does may
     * happen again.
     *
     * @param connection of the database that the checkpoint stands in, in a transaction that is not this method's to end
     */
    void handle(EventBatch batch, Connection connection) throws Exception;

    /**
     * The database of the read model, when it is not the one that checkpoints stand in. There is no transaction over both, so
     * such a projection is refused unless it says that it stands events that come again.
     */
    default @Nullable DataSource readModel() {
        return null;
    }

    /** Whether the read model stands events that come again, after a crash between its commit and the checkpoint's. */
    default boolean atLeastOnce() {
        return false;
    }
}
