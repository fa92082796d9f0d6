package com.orchestrator.engine.plan;

import org.jspecify.annotations.Nullable;

/**
 * What is done about failures with certain codes.
 *
 * @param caught which failures it is about
 * @param block what is done first
 * @param then what follows
 * @param output of the run that returns; none when absent
 * @param rollback where the run goes back to instead of failing; it fails as ever when absent
 */
public record Handler(
        Caught caught,
        Block block,
        Then then,
        @Nullable Template output,
        @Nullable OnFailure rollback) {

    /** What follows when a handler is done. */
    public enum Then {
        /** The run goes on behind the task that failed. */
        CONTINUE,
        /** The failure goes outwards, as if nobody had handled it. */
        FAIL,
        /** The run completes. */
        RETURN
    }

    /** Whether the failure goes no further. */
    public boolean ends() {
        return then != Then.FAIL;
    }
}
