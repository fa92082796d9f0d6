package com.orchestrator.worker;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How the client calls: repeats what is safe to repeat when the connection breaks or the server asks for time, and turns
 * futures into values or exceptions a caller can catch.
 */
final class ClientCalls {

    private static final int REPEATS = 5;

    private ClientCalls() {}

    /** For calls that have no second effect: an answer that was lost means applied whole or not at all. */
    static CompletableFuture<HttpAnswer> repeating(Supplier<CompletableFuture<HttpAnswer>> call) {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), new SplittableRandom());
        return repeating(call, backoff, REPEATS);
    }

    private static CompletableFuture<HttpAnswer> repeating(
            Supplier<CompletableFuture<HttpAnswer>> call, Backoff backoff, int left) {
        return call.get()
                .handle((answer, thrown) -> {
                    if (thrown == null) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    Throwable cause = FailureMapping.unwrap(thrown);
                    return left > 0 && mayPass(cause)
                            ? later(backoff.next(retryAfter(cause)), () -> repeating(call, backoff, left - 1))
                            : CompletableFuture.<HttpAnswer>failedFuture(cause);
                })
                .thenCompose(Function.identity());
    }

    private static boolean mayPass(Throwable cause) {
        return (cause instanceof IOException && !(cause instanceof InterruptedIOException))
                || (cause instanceof OrchestratorProblemException problem && problem.mayPass());
    }

    private static Optional<Duration> retryAfter(Throwable cause) {
        return cause instanceof OrchestratorProblemException problem ? problem.retryAfter() : Optional.empty();
    }

    static <T> CompletableFuture<T> later(Duration pause, Supplier<CompletableFuture<T>> call) {
        return CompletableFuture.runAsync(
                        () -> {},
                        CompletableFuture.delayedExecutor(
                                pause.toNanos(), TimeUnit.NANOSECONDS, ClientCalls::onThreadOfItsOwn))
                .thenCompose(nothing -> call.get());
    }

    /** The call may block, and threads that are everybody's must not wait for a server that is gone. */
    private static void onThreadOfItsOwn(Runnable call) {
        Thread thread = new Thread(call, "orchestrator-client-again");
        thread.setDaemon(true);
        thread.start();
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("Interrupted while waiting for the server"));
        } catch (ExecutionException e) {
            throw asUnchecked(FailureMapping.unwrap(e));
        }
    }

    private static RuntimeException asUnchecked(Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            return unchecked;
        }
        return cause instanceof IOException io
                ? new UncheckedIOException("The server cannot be reached: " + io, io)
                : new IllegalStateException(cause);
    }
}
