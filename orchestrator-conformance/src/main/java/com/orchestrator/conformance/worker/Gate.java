package com.orchestrator.conformance.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where workers wait until the scenario lets them go on. */
public final class Gate {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final CountDownLatch closed = new CountDownLatch(1);

    public void open() {
        closed.countDown();
    }

    /** @return whether it is open; false when that took too long */
    boolean await() {
        return await(PATIENCE);
    }

    /** @return whether it is open */
    boolean await(Duration limit) {
        try {
            return closed.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
