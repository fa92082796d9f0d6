package com.orchestrator.projections.desk;

import org.jspecify.annotations.Nullable;

/**
 * A read model that is made anew, or is to be.
 *
 * @param build its number
 * @param events how many it was told so far
 * @param of how many the build was told that is read; the new one takes its place when it is as far
 * @param refused why it cannot be made
 */
public record RebuildView(
        State state,
        int build,
        long events,
        long of,
        @Nullable String refused) {

    /** How far it is. */
    public enum State {
        /** A worker begins it after its batch. */
        ASKED,
        RUNNING,
        GIVING_UP,
        REFUSED
    }

    /** From 0 to 1. */
    public double progress() {
        return of == 0 ? 0 : Math.min(1, (double) events / of);
    }
}
