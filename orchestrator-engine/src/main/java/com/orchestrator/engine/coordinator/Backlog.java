package com.orchestrator.engine.coordinator;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which queues of a lane are known to have nothing ready in the database, so that nobody asks again and again. */
final class Backlog {

    private final Set<String> empty = ConcurrentHashMap.newKeySet();

    void mayHaveWork(String queue) {
        empty.remove(queue);
    }

    void isEmpty(String queue) {
        empty.add(queue);
    }

    /** Queues that somebody has asked for and that nobody will look into again before being told. */
    Set<String> believedEmpty() {
        return Set.copyOf(empty);
    }

    boolean isWorthAsking(String queue) {
        return !empty.contains(queue);
    }
}
