package com.orchestrator.api.fleet;

import org.jspecify.annotations.Nullable;

/**
 * A queue, over all servers. The fields behind {@code pollers} are for limits that queues cannot have yet.
 *
 * @param ready tasks that wait in it and are due; counted up to 10,000
 * @param leased tasks of it that workers have; counted up to 10,000
 * @param oldestReadySeconds how long the oldest of those counted has waited; null when none waits
 * @param pollers workers that ask for it
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
        @Nullable Object rateLimit,
        boolean strict) {

    public static QueueStatus of(
            String name, long ready, long leased, @Nullable Long oldestReadySeconds, long pollers) {
        return new QueueStatus(name, ready, leased, oldestReadySeconds, pollers, false, null, null, null, false);
    }
}
