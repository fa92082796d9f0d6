package com.orchestrator.worker;

import com.orchestrator.api.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a handler and the loop tell each other about one lease: the loop moves the end of trust and says cancelled or
 * lost, the handler leaves progress. Safe to use from any thread; decides nothing.
 */
final class TaskLease {

    private final LongSupplier ticker;
    private final Runnable onProgress;
    private final AtomicReference<@Nullable Payload> progress = new AtomicReference<>();
    private final List<Runnable> callbacks = new ArrayList<>();
    private volatile long trustedUntil;
    private volatile boolean cancelRequested;
    private volatile boolean lost;
    private volatile boolean left;

    TaskLease(LongSupplier ticker, long trustedUntil, Runnable onProgress) {
        this.ticker = ticker;
        this.trustedUntil = trustedUntil;
        this.onProgress = onProgress;
    }

    long remainingNanos() {
        return lost ? 0 : Math.max(0, trustedUntil - ticker.getAsLong());
    }

    void trustUntil(long tick) {
        trustedUntil = tick;
    }

    /** Only the first of several unsent values wakes the loop, so a chatty handler cannot flood it. */
    void reportProgress(Payload value) {
        if (progress.getAndSet(value) == null) {
            onProgress.run();
        }
    }

    @Nullable
    Payload takeProgress() {
        return progress.getAndSet(null);
    }

    /** After a renewal that failed: sends the value again unless the handler has said something newer. */
    void putBackProgress(@Nullable Payload value) {
        progress.compareAndSet(null, value);
    }

    boolean isLost() {
        return lost;
    }

    /** Whether the handler has left its task to somebody who reports it later. */
    boolean isLeft() {
        return left;
    }

    void leave(boolean toSomebodyElse) {
        left = toSomebodyElse;
    }

    /** Whether the handler should stop, for whichever reason. */
    boolean isCancelRequested() {
        return cancelRequested || lost;
    }

    /** Returns what is to be run now; empty when the handler was told before. */
    synchronized List<Runnable> requestCancel() {
        cancelRequested = true;
        return drainCallbacks();
    }

    synchronized List<Runnable> lose() {
        lost = true;
        return drainCallbacks();
    }

    /** Runs the callback at once, in the caller's thread, when there is nothing left to wait for. */
    void onCancel(Runnable callback) {
        synchronized (this) {
            if (!isCancelRequested()) {
                callbacks.add(callback);
                return;
            }
        }
        callback.run();
    }

    private List<Runnable> drainCallbacks() {
        List<Runnable> now = List.copyOf(callbacks);
        callbacks.clear();
        return now;
    }
}
