package com.orchestrator.connectors;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A kind of place that rows come from or go to. Found by {@link java.util.ServiceLoader}; stateless. */
public interface Connector {

    /** As jobs name it, for example {@code csv}. */
    String type();

    /** Whether rows can come from it, go to it, or both. */
    default Set<Direction> directions() {
        return EnumSet.allOf(Direction.class);
    }

    /** What its configuration says when rows come from it, or go to it. */
    ConfigSpec spec(Direction direction);

    /** What a connection to such a place says, so that jobs need not: some of the fields of both directions. Empty when there are none. */
    default Optional<ConfigSpec> connection() {
        return Optional.empty();
    }

    /**
     * Connects.
     *
     * @param connection as {@link #connection()} has it
     * @return what answers there, in words
     * @throws ConnectorException if nothing does
     */
    default String check(ConnectorConfig connection) {
        throw new ConnectorException("NO_CONNECTION", "There are no connections to '" + type() + "'");
    }

    /**
     * @throws ConnectorException if nothing can be read from such a place, or the configuration is wrong
     */
    Source source(ConnectorConfig config);

    /**
     * @throws ConnectorException if nothing can be written to such a place, or the configuration is wrong
     */
    Target target(ConnectorConfig config);

    /** Seen from the place: rows come out of it, or go into it. */
    enum Direction {
        OUT_OF,
        INTO
    }
}
