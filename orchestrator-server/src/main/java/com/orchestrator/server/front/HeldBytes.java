package com.orchestrator.server.front;

import java.util.concurrent.atomic.AtomicLong;

/** What bodies on their way may take together. */
final class HeldBytes {

    private final long max;
    private final AtomicLong taken = new AtomicLong();

    HeldBytes(long max) {
        this.max = max;
    }

    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= max) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }
}
