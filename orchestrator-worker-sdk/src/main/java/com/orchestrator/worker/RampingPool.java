package com.orchestrator.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Platform threads for many short tasks and for few long ones. To wake a thread for each task costs more than a short task
 * itself, so a thread that is done takes the next one, and more threads join only while tasks wait: as many again at every
 * look, until the tasks that wait would be begun before the next look, or the bound is reached.
 */
final class RampingPool extends AbstractExecutorService {

    private static final long IDLE_SECONDS = 30;
    private static final long LOOK_NANOS = Duration.ofMillis(2).toNanos();
    private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

    private final int bound;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger working = new AtomicInteger();
    private final LongAdder begun = new LongAdder();
    private final ThreadPoolExecutor threads;
    private final Thread lookout;
    private volatile boolean isLookoutAsleep;

    RampingPool(ThreadFactory factory, int bound) {
        this.bound = bound;
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        this.lookout = factory.newThread(this::reinforce);
        lookout.start();
    }

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
        if (working.get() < Math.min(AT_ONCE, bound)) {
            addThread();
        }
        if (isLookoutAsleep) {
            LockSupport.unpark(lookout);
        }
    }

    private void addThread() {
        if (working.incrementAndGet() <= bound && !threads.isShutdown()) {
            threads.execute(this::workOff);
        } else {
            working.decrementAndGet();
        }
    }

    private void workOff() {
        try {
            for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
                begun.increment();
                task.run();
            }
        } finally {
            leave();
        }
    }

    /** Whoever adds a task while the last thread leaves either sees it gone or is seen by it. */
    private void leave() {
        if (working.decrementAndGet() == 0 && !waiting.isEmpty()) {
            addThread();
        }
    }

    private void reinforce() {
        while (!threads.isShutdown()) {
            long before = begun.sum();
            if (waiting.isEmpty()) {
                sleep();
            } else {
                LockSupport.parkNanos(this, LOOK_NANOS);
                addThreads(waiting.size() - (int) (begun.sum() - before));
            }
        }
    }

    private void sleep() {
        isLookoutAsleep = true;
        if (waiting.isEmpty() && !threads.isShutdown()) {
            LockSupport.park(this);
        }
        isLookoutAsleep = false;
    }

    /** @param late tasks that would not be begun before the next look */
    private void addThreads(int late) {
        for (int more = Math.min(late, Math.max(1, working.get())); more > 0; more--) {
            addThread();
        }
    }

    @Override
    public void shutdown() {
        threads.shutdown();
        LockSupport.unpark(lookout);
    }

    /** Takes away what waits before the threads are interrupted, which might begin it. */
    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> never = new ArrayList<>();
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            never.add(task);
        }
        threads.shutdownNow();
        LockSupport.unpark(lookout);
        return never;
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(timeout, unit);
    }
}
