package com.orchestrator.worker;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call that blocks its thread, as a future that can be cancelled: that interrupts the thread, and only while it calls. */
final class Exchange<T> extends CompletableFuture<T> implements Runnable {

    private final Callable<T> call;
    private @Nullable Thread caller;

    Exchange(Callable<T> call) {
        this.call = call;
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        try {
            T answer = call.call();
            end();
            complete(answer);
        } catch (Exception failure) {
            end();
            completeExceptionally(failure);
        }
    }

    private synchronized boolean begin() {
        caller = Thread.currentThread();
        return !isDone();
    }

    /** Clears an interrupt that came too late, so that it does not hit the thread's next call. */
    private synchronized void end() {
        caller = null;
        Thread.interrupted();
    }

    @Override
    public synchronized boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        if (cancelled && caller != null) {
            caller.interrupt();
        }
        return cancelled;
    }
}
