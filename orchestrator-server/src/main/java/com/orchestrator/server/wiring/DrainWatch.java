package com.orchestrator.server.wiring;

import com.orchestrator.engine.service.TaskService;
import com.orchestrator.server.rest.Drain;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Talks to the launcher, which runs in the same JVM but shares no class with the WAR, by two system properties: the
 * launcher sets {@link Drain#PROPERTY}, and from then on the number of unanswered requests is published until it stops
 * the server. Before, the number is unknown, so that the launcher cannot take an old zero for the end of the work.
 */
final class DrainWatch implements AutoCloseable {

    static final String ACTIVE_REQUESTS = "orchestrator.requests.active";

    private static final long INTERVAL_MILLIS = 50;

    private final Drain drain;
    private final TaskService tasks;
    private final IntSupplier activeRequests;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "orchestrator-drain-watch");
        thread.setDaemon(true);
        return thread;
    });

    DrainWatch(Drain drain, TaskService tasks, IntSupplier activeRequests) {
        this.drain = drain;
        this.tasks = tasks;
        this.activeRequests = activeRequests;
    }

    void start() {
        System.setProperty(ACTIVE_REQUESTS, "unknown");
        scheduler.scheduleWithFixedDelay(this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    void look() {
        if (drain.hasBegun()) {
            drain.begin();
            tasks.drain();
            System.setProperty(ACTIVE_REQUESTS, String.valueOf(activeRequests.getAsInt()));
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        System.clearProperty(ACTIVE_REQUESTS);
    }
}
