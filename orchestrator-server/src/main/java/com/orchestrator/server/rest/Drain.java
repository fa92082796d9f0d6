package com.orchestrator.server.rest;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Whether the server is about to stop. From then on it is not ready, and requests held for a result are answered with
 * what is known, so that a rolling restart does not have to wait for them.
 */
public final class Drain {

    /** Set by the launcher, which runs in the same JVM but knows no class of this application. */
    public static final String PROPERTY = "orchestrator.draining";

    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    public boolean hasBegun() {
        return begun.isDone() || Boolean.getBoolean(PROPERTY);
    }

    public void begin() {
        begun.complete(null);
    }

    /** Has it run once, at once when the server drains already. */
    public void whenBegun(Runnable then) {
        begun.thenRun(then);
    }

    /** The held answer, or what is known when the server begins to drain. */
    @SuppressWarnings("unchecked")
    <T> CompletableFuture<T> held(CompletableFuture<T> answer, Supplier<T> known) {
        if (answer.isDone()) {
            return answer;
        }
        return CompletableFuture.anyOf(answer, begun.thenApply(nothing -> known.get()))
                .thenApply(value -> (T) value);
    }
}
