package com.orchestrator.api.request;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one call a worker loops on: reports what is done, renews what is running, asks for more.
 *
 * @param max free slots of the worker; 0 only reports
 * @param waitTime how long to wait for work when nothing is reported; at most 60 s
 * @param lease wished lease duration; the task's or the engine's default when absent
 */
public record PollRequest(
        String workerId,
        List<String> queues,
        int max,
        @JsonProperty("wait") Duration waitTime,
        @Nullable Duration lease,
        List<TaskReport> results,
        List<LeaseRenewal> renewals) {

    public static final Duration WAIT_MAX = Duration.ofSeconds(60);
    public static final Duration LEASE_MAX = Duration.ofHours(1);

    public PollRequest {
        RequestLimits.requireText(workerId, "workerId", RequestLimits.NAME_CHARS_MAX);
        queues = List.copyOf(queues);
        results = List.copyOf(results);
        renewals = List.copyOf(renewals);
        if (max < 0 || max > RequestLimits.BATCH_MAX) {
            throw RequestLimits.invalid("max", "'max' is not between 0 and " + RequestLimits.BATCH_MAX, null);
        }
        if (max > 0 && queues.isEmpty()) {
            throw RequestLimits.invalid("queues", "'queues' names no queue to take work from", null);
        }
        checkSizes(queues, results.size(), renewals.size());
        checkTimes(waitTime, lease);
    }

    private static void checkSizes(List<String> queues, int results, int renewals) {
        if (queues.size() > RequestLimits.QUEUES_MAX) {
            throw RequestLimits.invalid("queues", "More than " + RequestLimits.QUEUES_MAX + " queues", null);
        }
        queues.forEach(queue -> RequestLimits.requireText(queue, "queues", RequestLimits.NAME_CHARS_MAX));
        if (results > RequestLimits.BATCH_MAX || renewals > RequestLimits.BATCH_MAX) {
            throw RequestLimits.invalid("results", "More than " + RequestLimits.BATCH_MAX + " entries", null);
        }
    }

    private static void checkTimes(Duration wait, @Nullable Duration lease) {
        if (wait.isNegative() || wait.compareTo(WAIT_MAX) > 0) {
            throw RequestLimits.invalid("wait", "'wait' is not between 0s and 60s", null);
        }
        if (lease != null && !RequestLimits.isLease(lease, LEASE_MAX)) {
            throw RequestLimits.invalid("lease", "'lease' is not between 1ms and 1h", null);
        }
    }
}
