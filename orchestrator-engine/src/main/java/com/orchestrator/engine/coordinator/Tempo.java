package com.orchestrator.engine.coordinator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How a server's time passes: by threads and the clock of its machine, or as it is told.
 *
 * @param server this process, as it is known to the store
 * @param scheduler for alarms and held polls
 * @param readers for what only looks
 * @param ticker nanoseconds since some moment
 * @param pause while a lane waits for its database, in nanoseconds
 */
record Tempo(
        UUID server,
        ScheduledExecutorService scheduler,
        ExecutorService readers,
        LongSupplier ticker,
        LongConsumer pause) {

    private static final int READER_THREADS = 4;
    private static final AtomicLong STEPPED = new AtomicLong();

    static Tempo threads(UUID server) {
        return new Tempo(
                server,
                Executors.newSingleThreadScheduledExecutor(daemon("orchestrator-alarms")),
                Executors.newFixedThreadPool(READER_THREADS, daemon("orchestrator-readers")),
                System::nanoTime,
                LockSupport::parkNanos);
    }

    /** On the caller's thread. Each is a process of its own to the store. */
    static Tempo stepped(InstantSource clock, LongConsumer pause) {
        SteppedScheduler scheduler = new SteppedScheduler();
        return new Tempo(
                new UUID(0, STEPPED.incrementAndGet()),
                scheduler,
                scheduler,
                () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()),
                pause);
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    void pass(Duration time) {
        if (!(scheduler instanceof SteppedScheduler stepped)) {
            throw new IllegalStateException("The time of threads passes by itself");
        }
        stepped.pass(time);
    }

    void close() {
        scheduler.shutdownNow();
        readers.shutdown();
    }
}
