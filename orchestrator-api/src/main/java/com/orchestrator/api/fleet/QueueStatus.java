package com.orchestrator.api.fleet;

import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.RateLimit;
import com.orchestrator.api.limit.RingWeights;
import org.jspecify.annotations.Nullable;

/**
 * A queue, over all servers: how much waits, and how it is worked off.
 *
 * @param ready tasks that wait in it and are due; counted up to 10,000
 * @param leased tasks of it that workers have; counted up to 10,000
 * @param oldestReadySeconds how long the oldest of those counted has waited; null when none waits
 * @param pollers workers that ask for it
 * @param paused nothing of it is handed out
 * @param maxConcurrent attempts that workers may have at once; null for any number
 * @param rateLimit how often attempts may begin; null for as often as workers ask
 * @param strict the lower priority waits until the higher has nothing
 * @param weights shares of the priorities, unless it is strict
 * @param version of what is set for it, its ETag; 0 when nothing was ever set
 */
public record QueueStatus(
        String name,
        long ready,
        long leased,
        @Nullable Long oldestReadySeconds,
        long pollers,
        boolean paused,
        @Nullable String pausedReason,
        @Nullable Integer maxConcurrent,
        @Nullable RateLimit rateLimit,
        boolean strict,
        @Nullable String pausedBy,
        RingWeights weights,
        long version) {

    /** One that nothing is set for. */
    public static QueueStatus of(
            String name, long ready, long leased, @Nullable Long oldestReadySeconds, long pollers) {
        return new QueueStatus(
                name,
                ready,
                leased,
                oldestReadySeconds,
                pollers,
                false,
                null,
                null,
                null,
                false,
                null,
                RingWeights.DEFAULT,
                0);
    }

    /** The same with what is set for it. */
    public QueueStatus with(QueueLimit limit, long limitVersion) {
        return new QueueStatus(
                name,
                ready,
                leased,
                oldestReadySeconds,
                pollers,
                limit.paused(),
                limit.pausedReason(),
                limit.maxConcurrent(),
                limit.rateLimit(),
                limit.strict(),
                limit.pausedBy(),
                limit.weights(),
                limitVersion);
    }
}
