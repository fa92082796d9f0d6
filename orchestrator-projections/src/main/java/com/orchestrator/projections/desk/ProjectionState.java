package com.orchestrator.projections.desk;

/** How a projection stands, the gravest first. */
public enum ProjectionState {
    /** Somebody has paused it. */
    PAUSED,
    /** An event cannot be worked in; a shard stands at it. */
    FAILING,
    /** Nobody works on a shard. */
    UNOWNED,
    /** There is something to be read, and it cannot be read yet, or not at all. */
    HELD_UP,
    /** It works events in that are there already. */
    CATCHING_UP,
    /** All that can be read is worked in. */
    UP_TO_DATE
}
