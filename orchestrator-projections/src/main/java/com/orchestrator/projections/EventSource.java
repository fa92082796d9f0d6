package com.orchestrator.projections;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where events come from, in one order in which nothing ever appears in front of what has been read. That order is in
 * accordance with the order of each aggregate.
 */
public interface EventSource {

    /**
     * What follows a position.
     *
     * @param after the position of the last event that was seen, or null for the beginning
     * @param limit how many events are looked at, at most, whether they are wanted or not
     */
    Page read(@Nullable String after, int limit, Interest interest) throws SQLException;

    /**
     * How far it is from a position to the newest event that has been committed.
     *
     * @param countedMax how many events are counted at most
     */
    Lag lag(@Nullable String after, Interest interest, int countedMax) throws SQLException;

    /** Who keeps events that have been committed from being read; null when nobody does, or it cannot be told. */
    default @Nullable String heldUpBy() throws SQLException {
        return null;
    }

    /** Which of two positions is farther; null is the beginning. */
    int compare(@Nullable String one, @Nullable String other);

    /** Whether this can be read as it is described; throws {@link RefusedException} with the reason when not. */
    void check() throws SQLException;

    /** Which events are wanted: of these types and contexts, all where there are none. */
    record Interest(Set<String> aggregateTypes, Set<String> contexts) {

        public Interest {
            aggregateTypes = Set.copyOf(aggregateTypes);
            contexts = Set.copyOf(contexts);
        }
    }

    /**
     * @param events those that are wanted
     * @param last the position of the last event that was looked at; null when there was none
     * @param seen how many were looked at
     */
    record Page(List<Event> events, @Nullable String last, int seen) {}

    /**
     * @param events that are wanted and not read yet, as far as they were counted
     * @param atLeast whether there may be more
     * @param seconds since the first of them was recorded; null when the source does not say when
     */
    record Lag(long events, boolean atLeast, @Nullable Double seconds) {}
}
