package com.orchestrator.engine.history;

import com.orchestrator.api.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * A moment at which a run has something to do. Ordered by time, then by what it is for.
 *
 * @param round whose undo it is for, because several rounds of a task may be undone at once; 0 when it is for no undo
 */
public record Timer(Instant dueAt, Kind kind, NodeKey key, int round) implements Comparable<Timer> {

    public enum Kind {
        BEGIN,
        DEADLINE,
        WAIT,
        SCHEDULE_TIMEOUT,
        TOTAL_TIMEOUT,
        UNDO_TOTAL_TIMEOUT,
        PROBE_TOTAL_TIMEOUT,
        LEASE
    }

    private static final NodeKey WHOLE_RUN = NodeKey.of("");

    private static final Comparator<Timer> ORDER = Comparator.comparing(Timer::dueAt)
            .thenComparing(Timer::kind)
            .thenComparing(timer -> timer.key().toString())
            .thenComparing(Timer::round);

    public Timer(Instant dueAt, Kind kind, NodeKey key) {
        this(dueAt, kind, key, 0);
    }

    /** A timer of the run itself. */
    public static Timer ofRun(Instant dueAt, Kind kind) {
        return new Timer(dueAt, kind, WHOLE_RUN);
    }

    /** For attempts at an undo. */
    public static Timer ofUndo(Instant dueAt, Kind kind, NodeKey key, int round) {
        return new Timer(dueAt, kind, key, round);
    }

    /** The end of a lease; told from others by the attempt. */
    public static Timer ofLease(Instant dueAt, UUID executionId) {
        return new Timer(dueAt, Kind.LEASE, NodeKey.of(executionId.toString()));
    }

    public Timer later(Duration by) {
        return new Timer(TimeRange.later(dueAt, by), kind, key, round);
    }

    @Override
    public int compareTo(Timer other) {
        return ORDER.compare(this, other);
    }
}
