package com.orchestrator.projections.worker;

import com.orchestrator.projections.RefusedException;
import com.orchestrator.projections.store.Generation;
import com.orchestrator.projections.store.Tables;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A worker that runs, until it is closed or a newer generation has come. */
public final class Running implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Running.class.getName());
    private static final int LOOKS_PER_HEARTBEAT = 10;

    private final Coordinator coordinator;
    private final Settings settings;
    private final ExecutorService threads;
    private final Thread heart;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Running(Plan plan, Tables tables, Settings settings, Supplier<String> ids) {
        this.settings = settings;
        this.threads = Executors.newCachedThreadPool(work -> daemon(work, "projection-shard"));
        this.coordinator = new Coordinator(plan, tables, settings, ids, threads);
        this.heart = daemon(this::beat, "projection-worker");
    }

    /** Refused when a newer generation is there already, or shards are not as they were. */
    public static Running start(Plan plan, Tables tables, Settings settings, Supplier<String> ids) throws SQLException {
        Generation newest = tables.transactions().run(connection -> {
            plan.checkCounts(tables.shards().all(connection));
            return tables.generation().read(connection);
        });
        if (newest.number() > settings.generation()) {
            throw new RefusedException(
                    "GENERATION_OLD",
                    "Generation " + newest.number() + " is there already, and " + settings.generation()
                            + " is older; start this worker with the newest generation, or go back by a newer one");
        }
        Running running = new Running(plan, tables, settings, ids);
        running.coordinator.register();
        running.heart.start();
        return running;
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void beat() {
        try {
            while (closing.getCount() > 0 && !coordinator.isStopped()) {
                tick();
                Duration heartbeat = settings.heartbeat();
                Duration pause = coordinator.isWaiting() ? heartbeat.dividedBy(LOOKS_PER_HEARTBEAT) : heartbeat;
                boolean ignored = closing.await(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS);
            }
            if (!coordinator.isStopped()) {
                coordinator.drain();
            }
        } catch (SQLException e) {
            LOG.log(Level.WARNING, workerId() + " could not say that it has stopped; others wait until it is stale", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdown();
            stopped.countDown();
        }
    }

    private void tick() {
        try {
            coordinator.tick();
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.WARNING, workerId() + " could not reach its tables; what it owns it may lose", e);
        }
    }

    public String workerId() {
        return coordinator.workerId();
    }

    /** Waits until the worker has stopped; false when it has not after that time. */
    public boolean awaitStop(Duration time) throws InterruptedException {
        return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Finishes the batches that are under way, for at most the stale threshold, and stops. */
    @Override
    public void close() {
        closing.countDown();
        try {
            heart.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
