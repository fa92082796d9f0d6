package com.orchestrator.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Lets time pass and says once a second what is going on. */
final class Progress {

    private Progress() {}

    /** @param state a few words about the moment */
    static void watch(String what, int seconds, Supplier<String> state) {
        for (int second = 1; second <= seconds; second++) {
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            System.err.printf(Locale.ROOT, "\r%-60s %3d/%d s  %s   ", what, second, seconds, state.get());
        }
        System.err.println();
    }
}
