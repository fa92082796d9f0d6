package com.orchestrator.conformance.stage;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what a server cannot be asked to wait for. */
final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** A look that takes long because a server is being restarted does not use up the patience. */
    private static final Duration LOOK_MAX = Duration.ofSeconds(1);

    private Await() {}

    static <T> T present(Supplier<Optional<T>> look, Supplier<String> promise) {
        long waited = 0;
        while (waited < PATIENCE.toNanos() && !Thread.currentThread().isInterrupted()) {
            long begin = System.nanoTime();
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            waited += Math.min(System.nanoTime() - begin, LOOK_MAX.toNanos());
        }
        throw new BrokenPromise(promise.get() + " Found nothing of the kind within " + PATIENCE.toSeconds() + " s.");
    }
}
