package com.orchestrator.engine.store;

import com.orchestrator.api.fleet.WorkerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What there is around runs, for figures alone.
 *
 * @param workers that are not gone, by their state
 * @param timersLag for how long the run has been due that nobody has looked at for the longest; nothing when none is due
 * @param deadRows by table, as the database estimates them; empty where there is no such thing
 * @param restoredAt when it was noticed that the database had been taken back to an earlier moment; 1970 when it never was
 */
public record Surroundings(
        Map<WorkerStatus.State, Workers> workers, Duration timersLag, Map<String, Long> deadRows, Instant restoredAt) {

    public static final Surroundings NONE = new Surroundings(Map.of(), Duration.ZERO, Map.of(), Instant.EPOCH);

    public Surroundings {
        workers = Map.copyOf(workers);
        deadRows = Map.copyOf(deadRows);
    }

    /**
     * Workers of one state.
     *
     * @param slots tasks that all of them can have at once
     * @param used tasks that all of them say they have
     */
    public record Workers(long count, long slots, long used) {

        public static final Workers NONE = new Workers(0, 0, 0);

        public Workers and(Workers more) {
            return new Workers(count + more.count, slots + more.slots, used + more.used);
        }
    }

    /**
     * Connections of this server to the database.
     *
     * @param waiting threads that want one
     */
    public record Connections(int active, int idle, int most, int waiting) {

        /** There is no database. */
        public static final Connections NONE = new Connections(0, 0, 0, 0);
    }
}
