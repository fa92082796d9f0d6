package com.orchestrator.engine.plan;

import org.jspecify.annotations.Nullable;

/**
 * At most so many runs at once, held through their undo.
 *
 * @param key runs of one key are counted together; all of the workflow when absent
 * @param overflow what becomes of a start that finds no room
 */
public record RunConcurrency(@Nullable KeyTemplate key, int max, Overflow overflow) {

    /** What becomes of a start that finds no room. */
    public enum Overflow {
        /** It waits, in order of start. */
        QUEUE,
        /** It is refused. */
        REJECT,
        /** The oldest run is cancelled, through its saga, and it waits. */
        CANCEL_OLDEST,
        /** It waits in the place of those that wait already, which end. */
        COALESCE
    }
}
