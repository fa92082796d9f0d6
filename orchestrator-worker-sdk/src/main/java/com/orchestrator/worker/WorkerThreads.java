package com.orchestrator.worker;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for user code: virtual ones where the running JVM has them (found by reflection, since this is Java 17 byte
 * code), else a pool that grows to the bound and shrinks when idle. How many tasks run at once is not decided here.
 */
final class WorkerThreads {

    private static final long IDLE_SECONDS = 30;

    private WorkerThreads() {}

    static ExecutorService open(String name, int bound) {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return platform(name, bound);
        }
    }

    /** The queue only bridges the moment in which a finished thread is not yet waiting again. */
    static ExecutorService platform(String name, int bound) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                bound, bound, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), step -> {
                    Thread thread = new Thread(step, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
