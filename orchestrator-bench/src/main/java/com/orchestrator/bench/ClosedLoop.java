package com.orchestrator.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a number of runs open: starts as many as have ended, in batches. A few callers start a single run each and wait
 * for its result, which is where the latencies at saturation come from.
 */
final class ClosedLoop implements AutoCloseable {

    private static final int BATCH_MIN = 20;
    private static final int BATCH_MAX = 500;
    private static final int CALLERS = 4;
    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private final Rig rig;
    private final Shape shape;
    private final int inFlight;
    private final long endedBefore;
    private final AtomicLong started = new AtomicLong();
    private final Thread starter = new Thread(this::keepStarting, "starter");
    private volatile Latencies latencies = new Latencies();
    private volatile boolean stopped;

    /**
     * @param lastsPerRun how many last steps a run has
     * @param input of each run, JSON
     */
    record Shape(String workflow, String input, int lastsPerRun) {

        String item() {
            return "{\"namespace\":\"bench\",\"workflow\":\"" + workflow + "\",\"input\":" + input + "}";
        }
    }

    ClosedLoop(Rig rig, Shape shape, int inFlight) {
        this.rig = rig;
        this.shape = shape;
        this.inFlight = inFlight;
        this.endedBefore = rig.ended();
    }

    ClosedLoop start() {
        starter.setDaemon(true);
        starter.start();
        for (int i = 0; i < Math.min(CALLERS, inFlight); i++) {
            call();
        }
        return this;
    }

    private void keepStarting() {
        String item = shape.item();
        while (!stopped) {
            long missing = inFlight - (started.get() - ended());
            if (missing >= Math.min(BATCH_MIN, inFlight)) {
                int batch = (int) Math.min(BATCH_MAX, missing);
                started.addAndGet(batch);
                rig.api().start(item, batch).join();
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void call() {
        if (!stopped) {
            started.incrementAndGet();
            rig.api().startAndWait(shape.workflow(), shape.input()).thenAccept(nanos -> {
                latencies.add(nanos);
                call();
            });
        }
    }

    /** Runs that have ended since the loop was made, as far as the workers know. */
    long ended() {
        return (rig.ended() - endedBefore) / shape.lastsPerRun();
    }

    long started() {
        return started.get();
    }

    /** Begins to collect latencies anew. */
    void forgetLatencies() {
        latencies = new Latencies();
    }

    Latencies latencies() {
        return latencies;
    }

    @Override
    public void close() {
        stop();
    }

    /** Starts no more; what is open goes on. */
    void stop() {
        stopped = true;
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
