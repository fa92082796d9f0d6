package com.orchestrator.server.rest;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Whether the server is about to stop. From then on it is not ready, and requests held for a result are answered with
 * what is known, so that a rolling restart does not have to wait for them.
 */
public final class Drain {

    /** Set by the launcher, which runs in the same JVM but knows no class of this application. */
    public static final String PROPERTY = "orchestrator.draining";

    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    /** Those who are held, each taken out again with its answer: most of the life of a server nothing drains. */
    private final Set<Runnable> open = ConcurrentHashMap.newKeySet();

    public boolean hasBegun() {
        return begun.isDone() || Boolean.getBoolean(PROPERTY);
    }

    public void begin() {
        begun.complete(null);
        open.forEach(Runnable::run);
    }

    /** Has it run once, at once when the server drains already. */
    public void whenBegun(Runnable then) {
        begun.thenRun(then);
    }

    /**
     * The held answer, or what is known when the server begins to drain.
     *
     * @param known reads what is known, on the thread that lets the server drain
     */
    <T> CompletableFuture<T> held(CompletableFuture<T> answer, Supplier<T> known) {
        if (answer.isDone()) {
            return answer;
        }
        CompletableFuture<T> held = answer.copy();
        Runnable release = () -> release(held, known);
        open.add(release);
        held.whenComplete((value, failure) -> open.remove(release));
        if (begun.isDone()) {
            release.run();
        }
        return held;
    }

    private static <T> void release(CompletableFuture<T> held, Supplier<T> known) {
        try {
            held.complete(known.get());
        } catch (RuntimeException failure) {
            held.completeExceptionally(failure);
        }
    }
}
