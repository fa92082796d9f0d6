package com.orchestrator.engine.persistence;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether others are writing the same: changing the same runs, or starting under the same keys. As long as nobody does, a batch
 * is written as a whole and one row that comes too late fails all of it; for a while after that has happened, late rows are
 * found one by one.
 */
final class Contention {

    private static final long EXPECTED_NANOS = Duration.ofSeconds(10).toNanos();

    private final AtomicLong expectedUntil = new AtomicLong(System.nanoTime());

    boolean isExpected() {
        return System.nanoTime() - expectedUntil.get() < 0;
    }

    void met() {
        expectedUntil.set(System.nanoTime() + EXPECTED_NANOS);
    }
}
