package com.orchestrator.examples.jobruntime;

import java.util.concurrent.atomic.AtomicInteger;

/** How many are at something together, and how many were at most. */
final class Together {

    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** Something to be at. */
    @FunctionalInterface
    interface Effort {
        void make() throws InterruptedException;
    }

    /** Counts for as long as it takes. */
    void at(Effort effort) throws InterruptedException {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        try {
            effort.make();
        } finally {
            now.decrementAndGet();
        }
    }

    int most() {
        return most.get();
    }
}
