package com.orchestrator.router;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.router.store.RouterStore;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps saying that this server is there, and with it holds or takes the lease of the leader. What it believes of itself between two
 * words is cautious: it is leader for no longer than the lease, counted from before it was asked for.
 */
public final class Leadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final int BEATS_IN_A_LEASE = 3;
    private static final Duration CLEARS_EVERY = Duration.ofHours(1);

    private final RouterStore store;
    private final Node self;
    private final Duration lease;
    private final Supplier<LeaderWord> word;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "orchestrator-router-leader");
        thread.setDaemon(true);
        return thread;
    });

    private volatile Belief belief = new Belief(null, 0);
    private long cleared;

    /** @param until by {@link System#nanoTime()}, meaningful while {@code term} is there */
    private record Belief(@Nullable Long term, long until) {}

    /** @param word what this server has to tell of the broker, should it lead */
    public Leadership(RouterStore store, Node self, Duration lease, Supplier<LeaderWord> word, LongSupplier nanoTime) {
        this.store = store;
        this.self = self;
        this.lease = lease;
        this.word = word;
        this.nanoTime = nanoTime;
        this.cleared = nanoTime.getAsLong() - CLEARS_EVERY.toNanos();
    }

    public void start() {
        timer.scheduleWithFixedDelay(this::beat, 0, lease.toMillis() / BEATS_IN_A_LEASE, TimeUnit.MILLISECONDS);
    }

    void beat() {
        long asked = nanoTime.getAsLong();
        try {
            ClusterView view = store.beat(self, lease, word.get());
            boolean isMine = view.role() == ClusterView.Role.LEADER;
            Long before = belief.term();
            belief = new Belief(isMine ? view.term() : null, asked + lease.toNanos());
            if (isMine && (before == null || before != view.term())) {
                LOG.info("This server, {}, leads the job router in term {}", self.name(), view.term());
            }
            if (isMine && asked - cleared >= CLEARS_EVERY.toNanos()) {
                cleared = asked;
                store.clear();
            }
        } catch (OrchestratorException unavailable) {
            LOG.warn("No word of the leader's lease: {}", unavailable.getMessage());
        } catch (RuntimeException fault) {
            LOG.error("The leader's lease could not be looked after", fault);
        }
    }

    /** The term that this server leads in; null when it does not, or cannot be sure. */
    public @Nullable Long term() {
        Belief now = belief;
        return now.term() != null && nanoTime.getAsLong() - now.until() < 0 ? now.term() : null;
    }

    public boolean isLeader() {
        return term() != null;
    }

    /** Lets another lead at once. */
    @Override
    public void close() {
        timer.shutdownNow();
        belief = new Belief(null, 0);
        try {
            timer.awaitTermination(5, TimeUnit.SECONDS);
            store.resign(self);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OrchestratorException unavailable) {
            LOG.warn("The leader's lease was not given up and will lapse: {}", unavailable.getMessage());
        }
    }
}
