package com.orchestrator.api.limit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * How a queue is worked off.
 *
 * @param paused nothing of it is handed out; what workers have may be reported
 * @param pausedReason why, in the words of who has paused it; null when it is not paused
 * @param pausedBy who has paused it; null when it is not paused
 * @param maxConcurrent attempts that workers may have at once; null for any number
 * @param rateLimit how often attempts may begin; null for as often as workers ask
 * @param weights shares of the priorities
 * @param strict the lower priority waits until the higher has nothing; weights count for nothing
 */
public record QueueLimit(
        boolean paused,
        @Nullable String pausedReason,
        @Nullable String pausedBy,
        @Nullable Integer maxConcurrent,
        @Nullable RateLimit rateLimit,
        RingWeights weights,
        boolean strict)
        implements Limit {

    /** A queue nobody has set anything for. */
    public static final QueueLimit NONE = new QueueLimit(false, null, null, null, null, RingWeights.DEFAULT, false);

    public QueueLimit {
        checkMax(maxConcurrent);
    }

    static void checkMax(@Nullable Integer maxConcurrent) {
        if (maxConcurrent != null) {
            LimitFaults.checkCount(
                    maxConcurrent, "maxConcurrent", LimitFaults.COUNT_MAX, "set 'paused' to hand out nothing");
        }
    }

    /** Whether its work has to ask before it is handed out. */
    @JsonIgnore
    public boolean isControlled() {
        return paused || maxConcurrent != null || rateLimit != null;
    }

    /** A pause lets nothing begin, whatever is in flight. */
    @Override
    public boolean counts() {
        return maxConcurrent != null;
    }

    @Override
    public @Nullable Integer room() {
        return paused ? Integer.valueOf(0) : maxConcurrent;
    }
}
