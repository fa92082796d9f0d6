package com.orchestrator.engine.maintenance;

/** Something to do from time to time. */
public interface Chore {

    String name();

    /**
     * Does one bounded piece of it.
     *
     * @return how much there was; {@code limit} when there may be more
     */
    int runOnce(int limit);
}
