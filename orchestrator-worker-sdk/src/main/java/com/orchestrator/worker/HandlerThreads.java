package com.orchestrator.worker;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * The threads handlers run on.
 *
 * @param usual for handlers that wish nothing
 * @param platform the same pool where the JVM has no other threads, or nobody wishes for them
 */
record HandlerThreads(ExecutorService usual, ExecutorService platform) {

    private static final String NAME = "orchestrator-task";

    /** @param wish of the whole worker; a handler can only ask for platform threads beyond it */
    static HandlerThreads open(TaskThreads wish, HandlerRegistry handlers, int bound) {
        ExecutorService usual =
                wish == TaskThreads.PLATFORM ? WorkerThreads.platform(NAME, bound) : WorkerThreads.open(NAME, bound);
        boolean isWished = handlers.all().stream().anyMatch(handler -> handler.threads() == TaskThreads.PLATFORM);
        return new HandlerThreads(
                usual, isWished && !(usual instanceof RampingPool) ? WorkerThreads.platform(NAME, bound) : usual);
    }

    /** Threads that somebody else makes, such as a container, as many as there are tasks. */
    static HandlerThreads madeBy(ThreadFactory factory, int bound) {
        ExecutorService pool = new RampingPool(factory, bound);
        return new HandlerThreads(pool, pool);
    }

    ExecutorService of(RegisteredHandler handler) {
        return handler.threads() == TaskThreads.PLATFORM ? platform : usual;
    }

    List<ExecutorService> all() {
        Set<ExecutorService> pools = new LinkedHashSet<>(List.of(usual));
        pools.add(platform);
        return List.copyOf(pools);
    }
}
