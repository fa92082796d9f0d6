package com.orchestrator.worker;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for user code: virtual ones where the running JVM has them (found by reflection, since this is Java 17 byte
 * code), else a {@link RampingPool}.
 */
final class WorkerThreads {

    private WorkerThreads() {}

    static ExecutorService open(String name, int bound) {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return platform(name, bound);
        }
    }

    static ExecutorService platform(String name, int bound) {
        AtomicInteger number = new AtomicInteger();
        return new RampingPool(
                step -> {
                    Thread thread = new Thread(step, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                bound);
    }
}
