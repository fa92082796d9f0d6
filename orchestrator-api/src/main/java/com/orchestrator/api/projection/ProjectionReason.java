package com.orchestrator.api.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why a projection stands as it does.
 *
 * @param text for people; what it waits for, and what would help
 * @param build that it concerns; null when it concerns all
 * @param shard that it concerns; null when it concerns all
 * @param eventId at which it stands
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ProjectionReason(
        Code code,
        String text,
        @Nullable Integer build,
        @Nullable Integer shard,
        @Nullable String eventId) {

    /** What kind of reason it is. */
    public enum Code {
        PAUSED,
        EVENT_FAILS,
        NO_WORKER,
        /** The newest generation waits for older workers to stop. */
        GENERATION_WAITS,
        HELD_UP,
        BEHIND,
        REBUILD,
        UP_TO_DATE
    }
}
