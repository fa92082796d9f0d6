package com.orchestrator.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times of single calls. */
final class Latencies {

    private static final double NANOS_PER_MILLI = 1e6;

    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

    void add(long time) {
        nanos.add(time);
    }

    int count() {
        return nanos.size();
    }

    /** @return milliseconds; not a number when nothing was timed */
    double millis(double quantile) {
        List<Long> sorted = new ArrayList<>(List.copyOf(nanos));
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        Collections.sort(sorted);
        int index = (int) Math.min(sorted.size() - 1L, Math.round(Math.ceil(quantile * sorted.size())) - 1L);
        return sorted.get(Math.max(0, index)) / NANOS_PER_MILLI;
    }
}
