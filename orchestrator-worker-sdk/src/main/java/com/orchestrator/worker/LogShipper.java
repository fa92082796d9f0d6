package com.orchestrator.worker;

import com.orchestrator.api.model.LogLine;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines of handlers to the server, beside the reports: one request at a time, with whatever has come in since the last.
 * Lines never hold anybody up, so the oldest are dropped when there are too many, and all when the server will not have them.
 * Costs nothing while nobody writes.
 */
final class LogShipper implements Consumer<LogLine> {

    private static final Logger LOG = Logs.of(LogShipper.class);
    private static final Duration GATHERING = Duration.ofMillis(200);
    private static final Duration FAREWELL = Duration.ofSeconds(3);
    private static final int BATCH_MAX = 500;
    private static final int WAITING_MAX = 10_000;

    private final WorkerLoop loop;
    private final Function<List<LogLine>, CompletableFuture<?>> server;
    private final Backoff backoff;
    private final Deque<LogLine> waiting = new ArrayDeque<>();
    private final CompletableFuture<Void> emptied = new CompletableFuture<>();
    private boolean isShipping;
    private boolean isSending;
    private boolean isClosing;

    LogShipper(WorkerLoop loop, Function<List<LogLine>, CompletableFuture<?>> server, Backoff backoff) {
        this.loop = loop;
        this.server = server;
        this.backoff = backoff;
    }

    @Override
    public synchronized void accept(LogLine line) {
        if (waiting.size() >= WAITING_MAX) {
            waiting.remove();
        }
        waiting.add(line);
        if (!isShipping) {
            isShipping = true;
            loop.executeAfter(GATHERING, this::ship);
        }
    }

    /** Sends what there is once more, and is done when that has arrived, has failed, or takes too long. */
    CompletableFuture<?> close() {
        synchronized (this) {
            isClosing = true;
            if (!isShipping) {
                emptied.complete(null);
            }
        }
        loop.execute(this::ship);
        return emptied.orTimeout(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ship() {
        List<LogLine> batch = take();
        if (!batch.isEmpty()) {
            server.apply(batch).whenComplete((answer, thrown) -> loop.execute(() -> shipped(batch, thrown)));
        }
    }

    private synchronized List<LogLine> take() {
        List<LogLine> batch = new ArrayList<>();
        while (!isSending && !waiting.isEmpty() && batch.size() < BATCH_MAX) {
            batch.add(waiting.remove());
        }
        isSending |= !batch.isEmpty();
        return batch;
    }

    private synchronized void shipped(List<LogLine> batch, @Nullable Throwable thrown) {
        isSending = false;
        Duration pause = GATHERING;
        if (thrown == null) {
            backoff.reset();
        } else if (mayPass(FailureMapping.unwrap(thrown)) && !isClosing) {
            putBack(batch);
            pause = backoff.next(Optional.empty());
        } else {
            LOG.log(Level.DEBUG, batch.size() + " log lines did not arrive: " + thrown);
        }
        goOn(isClosing ? Duration.ZERO : pause);
    }

    private static boolean mayPass(Throwable cause) {
        return !(cause instanceof OrchestratorProblemException problem) || problem.isRetryable();
    }

    private void putBack(List<LogLine> batch) {
        for (int i = batch.size() - 1; i >= 0 && waiting.size() < WAITING_MAX; i--) {
            waiting.addFirst(batch.get(i));
        }
    }

    private void goOn(Duration pause) {
        isShipping = !waiting.isEmpty();
        if (isShipping) {
            loop.executeAfter(pause, this::ship);
        } else if (isClosing) {
            emptied.complete(null);
        }
    }
}
