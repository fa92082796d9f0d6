package com.orchestrator.engine.metrics;

import com.orchestrator.api.batch.BatchOperation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What has become of runs of batches on this server. Safe for many threads. */
public final class BatchCounters {

    final Map<Outcome, LongAdder> runs = new ConcurrentHashMap<>();

    /** What was done, and what came of it. */
    record Outcome(BatchOperation operation, String outcome) {}

    /** So many runs have come to this: SUCCEEDED, FAILED or REFUSED. */
    public void settled(BatchOperation operation, String outcome, long count) {
        if (count > 0) {
            runs.computeIfAbsent(new Outcome(operation, outcome), absent -> new LongAdder())
                    .add(count);
        }
    }
}
