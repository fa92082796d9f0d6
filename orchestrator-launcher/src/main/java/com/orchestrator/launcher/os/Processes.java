package com.orchestrator.launcher.os;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The end of processes that were started here. */
public final class Processes {

    private Processes() {}

    /** Asks, and insists when the limit is over. */
    public static void stop(Process process, Duration limit) {
        process.destroy();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
            }
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
        }
    }

    /** kill -9; returns when it is dead. */
    public static void kill(Process process) {
        process.destroyForcibly();
        process.onExit().join();
    }
}
