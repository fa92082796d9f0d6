package com.orchestrator.projections.desk;

import org.jspecify.annotations.Nullable;

/**
 * Why a projection stands as it does.
 *
 * @param code for programs
 * @param text for people; what it waits for, and what would help
 * @param build that it concerns; null when it concerns all
 * @param shard that it concerns; null when it concerns all
 * @param eventId at which it stands
 */
public record Reason(
        Code code,
        String text,
        @Nullable Integer build,
        @Nullable Integer shard,
        @Nullable String eventId) {

    /** What kind of reason it is; each is the reason of one state, but for the last two. */
    public enum Code {
        PAUSED(ProjectionState.PAUSED),
        EVENT_FAILS(ProjectionState.FAILING),
        NO_WORKER(ProjectionState.UNOWNED),
        GENERATION_WAITS(ProjectionState.UNOWNED),
        HELD_UP(ProjectionState.HELD_UP),
        BEHIND(ProjectionState.CATCHING_UP),
        /** Of the build that is to take the place of the one that is read; says nothing of the one that is read. */
        REBUILD(ProjectionState.UP_TO_DATE),
        UP_TO_DATE(ProjectionState.UP_TO_DATE);

        private final ProjectionState state;

        Code(ProjectionState state) {
            this.state = state;
        }

        ProjectionState state() {
            return state;
        }
    }

    static Reason of(Code code, String text) {
        return new Reason(code, text, null, null, null);
    }
}
