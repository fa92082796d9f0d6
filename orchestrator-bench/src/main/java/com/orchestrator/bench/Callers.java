package com.orchestrator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A few callers, each of which starts a run and waits for its end before it starts the next. */
final class Callers implements AutoCloseable {

    private final Api api;
    private final ClosedLoop.Shape shape;
    private final List<Thread> threads = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private final AtomicLong ended = new AtomicLong();
    private volatile boolean stopped;

    Callers(Api api, ClosedLoop.Shape shape) {
        this.api = api;
        this.shape = shape;
    }

    Callers start(int count) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::keepCalling, "caller-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        return this;
    }

    private void keepCalling() {
        while (!stopped) {
            latencies.add(api.startAndWaitHere(shape.workflow(), shape.input()));
            ended.incrementAndGet();
        }
    }

    long ended() {
        return ended.get();
    }

    Latencies latencies() {
        return latencies;
    }

    @Override
    public void close() {
        stop();
    }

    /** Returns when the last run has ended. */
    void stop() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
