package com.orchestrator.engine.store;

import java.util.HashMap;
import java.util.Map;

/** How many leases there are that have no row, by queue and by worker. */
public record OpenLeases(Map<String, Long> byQueue, Map<String, Long> byWorker) {

    public static final OpenLeases NONE = new OpenLeases(Map.of(), Map.of());

    public OpenLeases {
        byQueue = Map.copyOf(byQueue);
        byWorker = Map.copyOf(byWorker);
    }

    public OpenLeases plus(OpenLeases others) {
        return new OpenLeases(sum(byQueue, others.byQueue), sum(byWorker, others.byWorker));
    }

    private static Map<String, Long> sum(Map<String, Long> some, Map<String, Long> others) {
        Map<String, Long> all = new HashMap<>(some);
        others.forEach((name, leases) -> all.merge(name, leases, Long::sum));
        return all;
    }

    /** What one server counts may be less than nothing: it saw leases end that others had given. */
    public long ofQueue(String queue) {
        return Math.max(0, byQueue.getOrDefault(queue, 0L));
    }

    public long ofWorker(String workerId) {
        return Math.max(0, byWorker.getOrDefault(workerId, 0L));
    }
}
