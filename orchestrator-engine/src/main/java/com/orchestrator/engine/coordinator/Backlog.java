package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.store.QueuePosition;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What a lane knows about the ready work in the database: which queues have none, so that nobody asks again and again, and how
 * far it has handed out the others, so that nobody walks again over what is gone. Work of other servers is unknown here, so
 * each queue is looked at from its start again, once a second.
 */
final class Backlog {

    private static final long REMEMBERED_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;
    private final Set<String> empty = ConcurrentHashMap.newKeySet();
    private final Map<String, Walk> walks = new ConcurrentHashMap<>();

    /** From the start of a queue to its end, over several looks. */
    private record Walk(QueuePosition passed, long begunAt) {}

    /** @param nanos a clock such as {@link System#nanoTime} */
    Backlog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Anywhere in the queue. */
    void mayHaveWork(String queue) {
        mayHaveWork(queue, QueuePosition.START);
    }

    /** Nowhere before this place, as far as this server knows. */
    void mayHaveWork(String queue, QueuePosition first) {
        walks.computeIfPresent(queue, (key, walk) -> walk.passed().isBefore(first) ? walk : null);
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

    /** Where to go on looking. */
    QueuePosition passed(String queue) {
        return walks.compute(queue, (key, walk) -> walk == null || isOld(walk) ? begin() : walk)
                .passed();
    }

    private Walk begin() {
        return new Walk(QueuePosition.START, nanos.getAsLong());
    }

    private boolean isOld(Walk walk) {
        return nanos.getAsLong() - walk.begunAt() > REMEMBERED_NANOS;
    }

    /** Everything up to there is handed out, unless there may be work anywhere again since the last look. */
    void hasPassed(String queue, QueuePosition last) {
        walks.computeIfPresent(queue, (key, walk) -> new Walk(last, walk.begunAt()));
    }
}
