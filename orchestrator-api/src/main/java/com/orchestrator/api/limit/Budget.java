package com.orchestrator.api.limit;

/**
 * How many attempts of one workload may be in flight, over all queues.
 *
 * @param max 1 to 1,000,000
 */
public record Budget(int max) implements Limit {

    /** What each workload is held to that has no budget of its own; nothing when there is no such budget. */
    public static final String DEFAULT_WORKLOAD = "default";

    public Budget {
        LimitFaults.checkCount(max, "max", LimitFaults.COUNT_MAX, "pause a queue to hand out nothing");
    }

    @Override
    public Integer room() {
        return max;
    }
}
