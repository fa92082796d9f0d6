package com.orchestrator.engine.delivery;

import com.orchestrator.engine.IdGenerator;
import com.orchestrator.engine.maintenance.Chore;
import com.orchestrator.engine.metrics.WebhookCounters;
import com.orchestrator.engine.sensitive.Mask;
import com.orchestrator.engine.service.FeedService;
import com.orchestrator.engine.service.WebhookService;
import com.orchestrator.engine.store.EngineStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Puts the parts of this package together. */
public final class Webhooks implements AutoCloseable {

    /** For steps of a few milliseconds, most of them statements. */
    private static final int THREADS = 3;

    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS, task -> {
        Thread thread = new Thread(task, "orchestrator-webhooks");
        thread.setDaemon(true);
        return thread;
    });
    private final PostOffice office;
    private final WebhookService service;

    /**
     * Who sends.
     *
     * @param sweepInterval what the lease of a webhook is measured in
     * @param masks what is sensitive in a run
     */
    public record Holder(UUID server, Duration sweepInterval, Function<UUID, Mask> masks) {}

    public Webhooks(
            EngineStore store,
            FeedService feed,
            Courier courier,
            IdGenerator ids,
            RandomGenerator random,
            Holder holder) {
        threads.setRemoveOnCancelPolicy(true);
        Post post = new Post(
                store.webhooks(),
                feed,
                courier,
                holder.masks(),
                threads,
                System::nanoTime,
                InstantSource.system(),
                random);
        this.office = new PostOffice(post, holder.server(), holder.sweepInterval());
        this.service = new WebhookCoordinator(post, store.reads(), ids, office::changed);
    }

    public WebhookService service() {
        return service;
    }

    /** To be run with every sweep. */
    public Chore sweep() {
        return office;
    }

    public WebhookCounters counters() {
        return office.counters();
    }

    @Override
    public void close() {
        office.close();
        threads.shutdownNow();
    }
}
