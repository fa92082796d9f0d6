package com.orchestrator.engine.delivery;

import com.orchestrator.engine.maintenance.Chore;
import com.orchestrator.engine.metrics.WebhookCounters;
import com.orchestrator.engine.metrics.WebhookCounters.Standing;
import com.orchestrator.engine.store.WebhookStore.Held;
import com.orchestrator.engine.store.WebhookStore.Own;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The webhooks that this server holds. It looks for some that nobody holds from time to time, and more often while it has any. */
final class PostOffice implements Chore, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostOffice.class);

    private static final int SWEEPS_WITH_NONE = 10;
    private static final int SWEEPS_WITH_SOME = 3;

    /** A lease in sweeps: so often may its renewal fail. */
    private static final int LEASE_SWEEPS = 15;

    private static final Duration LEASE_MIN = Duration.ofSeconds(3);
    private static final Duration DRAIN_MAX = Duration.ofSeconds(5);
    private static final int LOOKS_BETWEEN_TRIMS = 10;

    private final Post post;
    private final UUID server;
    private final Duration lease;
    private final WebhookCounters counters = new WebhookCounters(this::standings);
    private final Map<String, Postman> postmen = new HashMap<>();
    private int sweepsLeft;
    private int looks;
    private boolean isClosed;

    PostOffice(Post post, UUID server, Duration sweepInterval) {
        this.post = post;
        this.server = server;
        Duration some = sweepInterval.multipliedBy(LEASE_SWEEPS);
        this.lease = some.compareTo(LEASE_MIN) < 0 ? LEASE_MIN : some;
    }

    WebhookCounters counters() {
        return counters;
    }

    private synchronized Collection<Standing> standings() {
        return postmen.values().stream().map(Postman::standing).toList();
    }

    @Override
    public String name() {
        return "webhooks";
    }

    @Override
    public int runOnce(int limit) {
        if (post.courier().isAtWork() && isItTime()) {
            look();
        }
        return 0;
    }

    private synchronized boolean isItTime() {
        sweepsLeft--;
        return sweepsLeft < 0;
    }

    /** Somebody has changed a webhook here. */
    void changed() {
        if (post.courier().isAtWork()) {
            post.threads().execute(() -> {
                try {
                    look();
                } catch (RuntimeException failure) {
                    LOG.debug("Webhooks will be looked at with the next sweep: {}", failure.toString());
                }
            });
        }
    }

    /** Takes what is free, holds on to what it has, and lets go of what it has lost. */
    synchronized void look() {
        if (isClosed) {
            return;
        }
        Map<String, Own> own = new HashMap<>();
        postmen.forEach((name, postman) -> own.put(name, postman.own()));
        long until = post.nanos().getAsLong() + lease.toNanos();
        Map<String, Held> held = new HashMap<>();
        post.store()
                .hold(server, lease, own)
                .forEach(one -> held.put(one.webhook().name(), one));
        postmen.entrySet().removeIf(entry -> isLost(entry.getValue(), held.get(entry.getKey())));
        held.forEach((name, one) -> hold(name, one, until));
        sweepsLeft = postmen.isEmpty() ? SWEEPS_WITH_NONE - 1 : SWEEPS_WITH_SOME - 1;
        looks++;
        if (!postmen.isEmpty() && looks % LOOKS_BETWEEN_TRIMS == 0) {
            post.store().trim();
        }
    }

    private static boolean isLost(Postman postman, @Nullable Held held) {
        boolean isSame =
                held != null && held.webhook().fence() == postman.webhook().fence();
        if (!isSame) {
            postman.end();
        }
        return !isSame;
    }

    private void hold(String name, Held held, long until) {
        Postman before = postmen.get(name);
        if (before != null) {
            before.held(until);
        } else {
            Postman postman = new Postman(post, counters, held, until);
            postmen.put(name, postman);
            postman.start();
        }
    }

    /** What is under way ends, for a while; then others may take all of it at once. */
    @Override
    public void close() {
        List<Postman> ending;
        synchronized (this) {
            isClosed = true;
            ending = List.copyOf(postmen.values());
            postmen.clear();
        }
        if (ending.isEmpty()) {
            return;
        }
        CompletableFuture<?>[] drained = ending.stream().map(Postman::drain).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(drained)
                .completeOnTimeout(null, DRAIN_MAX.toNanos(), TimeUnit.NANOSECONDS)
                .join();
        try {
            post.store().release(server);
        } catch (RuntimeException failure) {
            LOG.debug("Webhooks are free when their leases are over: {}", failure.toString());
        }
    }
}
