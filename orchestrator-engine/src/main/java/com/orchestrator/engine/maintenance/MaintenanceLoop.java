package com.orchestrator.engine.maintenance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs every chore once per interval, and again at once while there is more than one piece to do. */
public final class MaintenanceLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceLoop.class);
    private static final int LIMIT = 500;
    private static final int PIECES_MAX = 20;

    private final List<Chore> chores;
    private final ScheduledExecutorService scheduler;

    /** @param thread the name of the one that does them */
    public MaintenanceLoop(String thread, List<Chore> chores) {
        this.chores = List.copyOf(chores);
        this.scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, thread);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    public void start(Duration interval) {
        scheduler.scheduleWithFixedDelay(this::runAll, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void runAll() {
        chores.forEach(MaintenanceLoop::runChore);
    }

    /** The loop boundary: a chore that fails is tried again at the next interval, the others go on. */
    private static void runChore(Chore chore) {
        try {
            for (int pieces = 0; pieces < PIECES_MAX && chore.runOnce(LIMIT) >= LIMIT; pieces++) {
                Thread.onSpinWait();
            }
        } catch (RuntimeException failure) {
            LOG.warn("Chore {} failed and will be tried again: {}", chore.name(), failure.toString());
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
