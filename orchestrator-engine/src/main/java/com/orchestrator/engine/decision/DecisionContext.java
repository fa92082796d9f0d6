package com.orchestrator.engine.decision;

import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a decision needs besides the run, all of it given from outside.
 *
 * @param now {@code engine_now()} of the transaction
 * @param random for jitter only
 * @param slots free worker slots that may be taken for work that is ready at once
 * @param gates what only so many runs may hold, as far as it is under lock
 * @param fenceFloor fences up to here were given before the database was taken back to an earlier moment, and count no more
 */
public record DecisionContext(
        Instant now, RandomGenerator random, Slots slots, Limits limits, Gates gates, long fenceFloor) {

    /** Free slots of waiting workers. */
    public interface Slots {

        Slots NONE = (run, execution) -> Optional.empty();

        /** Takes a slot for an attempt, if a worker has one and it is its turn; given back by the caller when nothing comes of it. */
        Optional<Slot> take(Run run, ExecutionRun execution);
    }

    /**
     * A slot that was taken.
     *
     * @param leaseWish lease the worker asked for, when the task does not say
     */
    public record Slot(String workerId, Optional<Duration> leaseWish, Object owner) {}

    /**
     * Engine-wide defaults.
     *
     * @param leaseDefault lease of a task that does not say and a worker that does not wish
     * @param lostMax lost workers of one task before it becomes an incident
     * @param mapItemsMax items a map may have
     * @param signalsMax signals of one name that wait until a task takes them
     * @param signalBytesMax what they may come to
     */
    public record Limits(Duration leaseDefault, int lostMax, int mapItemsMax, int signalsMax, int signalBytesMax) {

        public static final int MAP_ITEMS_DEFAULT = 10_000;

        public static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(30), 3, MAP_ITEMS_DEFAULT, 1_000, 16 * 1024 * 1024);
    }
}
