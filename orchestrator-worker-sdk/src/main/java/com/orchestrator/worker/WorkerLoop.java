package com.orchestrator.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where a worker decides: one step at a time, on whichever thread brings the step while nobody else is at it. To wake a thread
 * of its own for each answer and each finished task would cost more than the step. Steps that come in meanwhile are done in the
 * same burst, and what follows from all of them is decided once, behind them: a thousand finished tasks make one report. A step
 * that fails is logged and the loop goes on: a worker that has silently stopped to poll is worse than one lost step. Steps
 * must not block. Those that come after the end are dropped.
 */
final class WorkerLoop implements Executor, AutoCloseable {

    private static final Logger LOG = Logs.of(WorkerLoop.class);
    private static final int BURST_MAX = 1_000;

    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(
            1,
            step -> {
                Thread thread = new Thread(step, "orchestrator-worker-timer");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isAwake = new AtomicBoolean();
    private volatile Runnable afterBurst = () -> {};
    private volatile boolean isClosed;

    /** Before the first step. */
    void afterEachBurst(Runnable step) {
        afterBurst = step;
    }

    @Override
    public void execute(Runnable step) {
        steps.add(step);
        if (isAwake.compareAndSet(false, true)) {
            burst();
        }
    }

    void executeAfter(Duration delay, Runnable step) {
        timer.schedule(() -> execute(step), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** Decides anew after this time, whether or not anything has happened. */
    void wakeAfter(Duration delay) {
        executeAfter(delay, () -> {});
    }

    /** Whoever adds a step while this runs may rely on it: it looks once more after it has said that it sleeps. */
    private void burst() {
        do {
            for (int i = 0; i < BURST_MAX && !steps.isEmpty(); i++) {
                run(steps.remove());
            }
            run(afterBurst);
            isAwake.set(false);
        } while (!steps.isEmpty() && isAwake.compareAndSet(false, true));
    }

    private void run(Runnable step) {
        try {
            if (!isClosed) {
                step.run();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A step of the worker's loop failed", e);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        timer.shutdownNow();
    }
}
