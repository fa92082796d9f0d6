package com.orchestrator.engine.maintenance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs every chore once per interval, and again at once while there is more to do. */
public final class MaintenanceLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceLoop.class);
    private static final int LIMIT = 500;
    private static final int PIECES_MAX = 20;

    private final List<Chore> chores;
    private final int piecesMax;
    private final ScheduledExecutorService scheduler;

    /**
     * Chores that take turns: after so many pieces of one the next has its turn.
     *
     * @param thread the name of the one that does them
     */
    public MaintenanceLoop(String thread, List<Chore> chores) {
        this(thread, chores, PIECES_MAX);
    }

    /** A chore alone, which goes on until there is no more to do. */
    public MaintenanceLoop(String thread, Chore chore) {
        this(thread, List.of(chore), Integer.MAX_VALUE);
    }

    private MaintenanceLoop(String thread, List<Chore> chores, int piecesMax) {
        this.chores = List.copyOf(chores);
        this.piecesMax = piecesMax;
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
        chores.forEach(this::runChore);
    }

    /** The loop boundary: a chore that fails is tried again at the next interval, the others go on. */
    private void runChore(Chore chore) {
        try {
            boolean more = true;
            for (int pieces = 0;
                    more && pieces < piecesMax && !Thread.currentThread().isInterrupted();
                    pieces++) {
                more = chore.runOnce(LIMIT) >= LIMIT;
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
