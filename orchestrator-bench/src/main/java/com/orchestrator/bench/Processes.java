package com.orchestrator.bench;

import java.util.concurrent.TimeUnit;

/** Processes this benchmark has started. */
final class Processes {

    private Processes() {}

    /** Asks, and insists after a while. */
    static void stop(Process process, int seconds) {
        process.destroy();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
