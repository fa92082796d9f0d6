package com.orchestrator.conformance.stage;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what a server cannot be asked to wait for. */
final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Await() {}

    static <T> T present(Supplier<Optional<T>> look, Supplier<String> promise) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new BrokenPromise(promise.get() + " Found nothing of the kind within " + PATIENCE.toSeconds() + " s.");
    }
}
