package com.orchestrator.server.wiring;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database in the background and remembers when it last answered. Health checks only look at that: a database
 * that hangs must not make them hang, and a burst of checks must not take its connections.
 */
final class DatabaseProbe implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseProbe.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(4);

    private final Runnable question;
    private final LongSupplier nanos;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "orchestrator-database-probe");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long lastAnswer;
    private volatile boolean isAnswering;

    /** @param nanos a monotonic clock */
    DatabaseProbe(Runnable question, LongSupplier nanos) {
        this.question = question;
        this.nanos = nanos;
    }

    void start() {
        scheduler.scheduleWithFixedDelay(this::ask, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    void ask() {
        try {
            question.run();
            lastAnswer = nanos.getAsLong();
            isAnswering = true;
        } catch (RuntimeException e) {
            if (isAnswering) {
                LOG.warn("The database does not answer: {}", e.toString());
            }
            isAnswering = false;
        }
    }

    boolean isUp() {
        return isAnswering && nanos.getAsLong() - lastAnswer < SILENCE_MAX.toNanos();
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
