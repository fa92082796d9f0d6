package com.orchestrator.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread on which a worker decides, and its only timer. A step that fails is logged and the loop goes on: a
 * worker that has silently stopped to poll is worse than one lost step. Steps that come after the end are dropped.
 */
final class LoopThread implements Executor, AutoCloseable {

    private static final Logger LOG = System.getLogger(LoopThread.class.getName());

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1,
            step -> {
                Thread thread = new Thread(step, "orchestrator-worker-loop");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());

    @Override
    public void execute(Runnable step) {
        executor.execute(guarded(step));
    }

    void executeAfter(Duration delay, Runnable step) {
        executor.schedule(guarded(step), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    }

    private static Runnable guarded(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "A step of the worker loop failed", e);
            }
        };
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
