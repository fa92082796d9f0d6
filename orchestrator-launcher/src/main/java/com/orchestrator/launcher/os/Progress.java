package com.orchestrator.launcher.os;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Says what is being done, and now and then that it still is, so that a slow machine is not taken for a hanging program. */
public final class Progress implements AutoCloseable {

    private static final long TELL_SECONDS = 15;

    private final ScheduledExecutorService teller = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "orchestrator-progress");
        thread.setDaemon(true);
        return thread;
    });

    private Progress(String what) {
        long begin = System.nanoTime();
        System.err.println(what + " ...");
        teller.scheduleAtFixedRate(
                () -> System.err.println(
                        "  still: " + what + " (" + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) + " s)"),
                TELL_SECONDS,
                TELL_SECONDS,
                TimeUnit.SECONDS);
    }

    public static Progress of(String what) {
        return new Progress(what);
    }

    @Override
    public void close() {
        teller.shutdownNow();
    }
}
