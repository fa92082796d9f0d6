package com.orchestrator.engine.history;

import java.util.UUID;

/**
 * The id of an attempt is the id of its run with a number in the low bits. So the run of an attempt is known from its id,
 * without an index that would have to be written for every attempt, and attempts of a run sort in the order they were made.
 */
public final class ExecutionId {

    /** Attempts one run may have, all tasks and undos together. */
    public static final int NUMBER_MAX = (1 << 24) - 1;

    /** Tells where a run may be found; ids of earlier releases may have it by chance, which costs one more look. */
    private static final long COMPACT = 1L << 61;

    private ExecutionId() {}

    /** The id for a run that may stand in the row of its first attempt. */
    public static UUID compact(UUID instanceId) {
        return new UUID(instanceId.getMostSignificantBits(), instanceId.getLeastSignificantBits() | COMPACT);
    }

    public static boolean mayBeCompact(UUID instanceId) {
        return (instanceId.getLeastSignificantBits() & COMPACT) != 0;
    }

    /** The attempt in whose row a run may stand. */
    public static UUID first(UUID instanceId) {
        return of(instanceId, 1);
    }

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
