package com.orchestrator.server.wiring;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How many requests are being worked on or held. A request counts until its answer is written, also when it is held. */
public final class ActiveRequests {

    private final AtomicInteger count = new AtomicInteger();

    int count() {
        return count.get();
    }

    /** @return to be run when the request is over; more than once does no harm */
    Runnable begin() {
        count.incrementAndGet();
        AtomicBoolean isOver = new AtomicBoolean();
        return () -> {
            if (isOver.compareAndSet(false, true)) {
                count.decrementAndGet();
            }
        };
    }
}
