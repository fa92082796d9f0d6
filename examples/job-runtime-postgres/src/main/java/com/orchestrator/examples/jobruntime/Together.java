package com.orchestrator.examples.jobruntime;

import java.util.concurrent.atomic.AtomicInteger;

/** How many are at something together, and how many were at most. */
public final class Together {

    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** Something to be at. */
    @FunctionalInterface
    public interface Effort<T> {
        T make() throws InterruptedException;
    }

    /** Counts for as long as it takes. */
    public <T> T at(Effort<T> effort) throws InterruptedException {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        try {
            return effort.make();
        } finally {
            now.decrementAndGet();
        }
    }

    public int most() {
        return most.get();
    }
}
