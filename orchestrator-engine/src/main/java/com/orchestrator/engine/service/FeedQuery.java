package com.orchestrator.engine.service;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted.
 *
 * @param namespace only of runs of it; of all when null
 * @param workflow only of its runs; of all when null
 * @param types only events of these types; of all when empty
 * @param after what comes behind it; what is yet to come when null
 * @param limit how many at once
 * @param timeout how long to wait for the first one
 */
public record FeedQuery(
        @Nullable String namespace,
        @Nullable String workflow,
        Set<String> types,
        @Nullable FeedPosition after,
        int limit,
        Duration timeout) {

    public FeedQuery {
        types = Set.copyOf(types);
    }

    /** The same, from another place on. */
    public FeedQuery after(FeedPosition position) {
        return new FeedQuery(namespace, workflow, types, position, limit, timeout);
    }

    /** The same, with another patience. */
    public FeedQuery within(Duration other) {
        return new FeedQuery(namespace, workflow, types, after, limit, other);
    }

    /** The same, so many at once. */
    public FeedQuery upTo(int other) {
        return new FeedQuery(namespace, workflow, types, after, other, timeout);
    }

    public boolean matches(FeedEntry entry) {
        return (namespace == null || namespace.equals(entry.namespace()))
                && (workflow == null || workflow.equals(entry.workflow()))
                && (types.isEmpty() || types.contains(entry.event().type()));
    }
}
