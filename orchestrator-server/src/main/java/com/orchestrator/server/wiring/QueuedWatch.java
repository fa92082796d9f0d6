package com.orchestrator.server.wiring;

import com.orchestrator.server.quota.Quotas;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second how much of each namespace waits for workers, when somebody wants to know. */
final class QueuedWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueuedWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Quotas quotas;
    private final Supplier<Map<String, Long>> queued;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "orchestrator-queued-watch");
        thread.setDaemon(true);
        return thread;
    });

    QueuedWatch(Quotas quotas, Supplier<Map<String, Long>> queued) {
        this.quotas = quotas;
        this.queued = queued;
    }

    void start() {
        if (quotas.wantsQueued()) {
            clock.scheduleWithFixedDelay(this::look, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Nobody sees the database: what was seen last holds. */
    private void look() {
        try {
            quotas.saw(queued.get());
        } catch (RuntimeException e) {
            LOG.debug("How much waits for workers is not known now", e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
