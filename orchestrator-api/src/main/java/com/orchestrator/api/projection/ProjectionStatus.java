package com.orchestrator.api.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A projection as its workers say.
 *
 * @param build of the read model that is read; rises with each rebuild
 * @param generation of the workers that have it
 * @param events worked in so far
 * @param perSecond events a second, of late
 * @param lag of the shard that is farthest behind
 * @param deadLetters events that were passed by
 * @param rebuildable whether the read model can be made anew beside the one that is read
 * @param pausedReason null when it is not paused
 * @param rebuild null when the read model is not being made anew
 * @param shards of all builds
 * @param reasons why it stands as it does, the gravest first
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ProjectionStatus(
        String name,
        State state,
        int build,
        long generation,
        long events,
        long perSecond,
        Lag lag,
        int deadLetters,
        boolean rebuildable,
        @Nullable String pausedReason,
        @Nullable Rebuild rebuild,
        List<ProjectionShard> shards,
        List<ProjectionReason> reasons) {

    /** How it stands, the gravest first. */
    public enum State {
        PAUSED,
        /** An event cannot be worked in; a shard stands at it. */
        FAILING,
        /** Nobody works on a shard. */
        UNOWNED,
        /** There is something to be read, and it cannot be read yet, or not at all. */
        HELD_UP,
        CATCHING_UP,
        UP_TO_DATE
    }

    /**
     * @param events that are to come
     * @param atLeast whether there may be more
     * @param seconds since the first of them was recorded; null when there is none, or nobody knows
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Lag(
            long events, boolean atLeast, @Nullable Double seconds) {}

    /**
     * A read model that is made anew, or is to be.
     *
     * @param events it was told so far
     * @param of how many the build was told that is read
     * @param progress from 0 to 1
     * @param refused why it cannot be made
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Rebuild(
            State state,
            int build,
            long events,
            long of,
            double progress,
            @Nullable String refused) {

        /** How far it is. */
        public enum State {
            /** A worker begins it after its batch. */
            ASKED,
            RUNNING,
            GIVING_UP,
            REFUSED
        }
    }
}
