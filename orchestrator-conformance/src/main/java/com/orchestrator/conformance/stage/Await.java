package com.orchestrator.conformance.stage;

import com.orchestrator.conformance.rig.Servers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what a server cannot be asked to wait for. Time in which a server is being restarted does not count. */
final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** A look that takes long because a server is being restarted does not use up the patience. */
    private static final Duration LOOK_MAX = Duration.ofSeconds(1);

    private final Servers servers;

    Await(Servers servers) {
        this.servers = servers;
    }

    <T> T present(Supplier<Optional<T>> look, Supplier<String> promise) {
        long waited = 0;
        while (waited < PATIENCE.toNanos() && !Thread.currentThread().isInterrupted()) {
            long begin = System.nanoTime();
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            waited += servers.areUp() ? Math.min(System.nanoTime() - begin, LOOK_MAX.toNanos()) : 0;
        }
        throw new BrokenPromise(promise.get() + " Found nothing of the kind within " + PATIENCE.toSeconds() + " s.");
    }
}
