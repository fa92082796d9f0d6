package com.orchestrator.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one thread on which a worker decides, and its only timer. Steps that have come in by the time it wakes are done in one
 * burst, and what follows from all of them is decided once, behind them: a thousand finished tasks wake it once and make one
 * report. A step that fails is logged and the loop goes on: a worker that has silently stopped to poll is worse than one lost
 * step. Steps that come after the end are dropped.
 */
final class LoopThread implements Executor, AutoCloseable {

    private static final Logger LOG = System.getLogger(LoopThread.class.getName());
    private static final int BURST_MAX = 1_000;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1,
            step -> {
                Thread thread = new Thread(step, "orchestrator-worker-loop");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isAwake = new AtomicBoolean();
    private volatile Runnable afterBurst = () -> {};

    /** Before the first step. */
    void afterEachBurst(Runnable step) {
        afterBurst = step;
    }

    @Override
    public void execute(Runnable step) {
        steps.add(step);
        if (isAwake.compareAndSet(false, true)) {
            executor.execute(this::burst);
        }
    }

    void executeAfter(Duration delay, Runnable step) {
        executor.schedule(() -> execute(step), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
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

    private static void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A step of the worker loop failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
