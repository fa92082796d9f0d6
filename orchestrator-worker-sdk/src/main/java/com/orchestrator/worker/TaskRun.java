package com.orchestrator.worker;

import com.orchestrator.api.model.LeasedTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One leased task in this process, from its arrival until its handler has ended. Knows how to interrupt the handler, and
 * only the handler: a thread that has moved on to another task is never hit.
 */
final class TaskRun {

    private final LeasedTask task;
    private final RegisteredHandler handler;
    private final TaskLease lease;
    private final TaskContext context;
    private @Nullable Thread thread;
    private @Nullable CompletableFuture<?> stage;

    TaskRun(LeasedTask task, RegisteredHandler handler, TaskLease lease, TaskContext context) {
        this.task = task;
        this.handler = handler;
        this.lease = lease;
        this.context = context;
    }

    LeasedTask task() {
        return task;
    }

    RegisteredHandler handler() {
        return handler;
    }

    TaskLease lease() {
        return lease;
    }

    TaskContext context() {
        return context;
    }

    /** A loss that came between the start and here finds no thread to interrupt, so it is looked for once more. */
    synchronized void enter() {
        thread = Thread.currentThread();
        if (lease.isLost()) {
            thread.interrupt();
        }
    }

    /** Clears an interrupt that came too late to be seen, so that it does not hit the thread's next task. */
    synchronized void leave() {
        thread = null;
        Thread.interrupted();
    }

    /** A copy of the handler's stage that ends early when the lease is lost, whatever the handler's own does. */
    CompletableFuture<?> follow(CompletionStage<?> handlers) {
        CompletableFuture<?> copy = handlers.<Object>thenApply(output -> output).toCompletableFuture();
        synchronized (this) {
            stage = copy;
        }
        if (lease.isLost()) {
            copy.cancel(true);
        }
        return copy;
    }

    synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
        if (stage != null) {
            stage.cancel(true);
        }
    }
}
