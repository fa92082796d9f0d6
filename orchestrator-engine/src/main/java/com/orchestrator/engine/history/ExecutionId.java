package com.orchestrator.engine.history;

import java.util.UUID;

/**
 * The id of an attempt is the id of its run with a number in the low bits. So the run of an attempt is known from its id,
 * without an index that would have to be written for every attempt, and attempts of a run sort in the order they were made.
 */
public final class ExecutionId {

    /** Attempts one run may have, all tasks and undos together. */
    public static final int NUMBER_MAX = (1 << 24) - 1;

    private ExecutionId() {}

    /** @param number from 1 to {@link #NUMBER_MAX}; 0 gives the id a run itself must have */
    public static UUID of(UUID instanceId, int number) {
        long least = instanceId.getLeastSignificantBits() & ~(long) NUMBER_MAX;
        return new UUID(instanceId.getMostSignificantBits(), least | number);
    }

    /** The run, whether or not it exists. */
    public static UUID instanceOf(UUID executionId) {
        return of(executionId, 0);
    }

    /** Which attempt of its run it is, from 1. */
    public static int numberOf(UUID executionId) {
        return (int) (executionId.getLeastSignificantBits() & NUMBER_MAX);
    }
}
