package com.orchestrator.engine.feed;

import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.store.FeedStore;
import com.orchestrator.engine.store.FeedStore.Stretch;
import com.orchestrator.engine.store.PageRef;
import com.orchestrator.engine.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who wait for the feed to grow, or for a run to go on. As long as there are any, one look for all of them follows what this
 * server commits, and a chore looks for what others have committed; when there are none nobody looks.
 */
final class Tail {

    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

    /** Commits that come faster are looked at together. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private static final int TRANSACTIONS = 200;

    private final FeedStore store;
    private final ScheduledExecutorService looker;
    private final AtomicBoolean isLookPlanned = new AtomicBoolean();

    private final Set<CompletableFuture<Void>> ofAll = new HashSet<>();
    private final Map<UUID, Set<CompletableFuture<Void>>> ofRuns = new HashMap<>();

    /** How far the feed was looked through; null while nobody waits. */
    private @Nullable FeedPosition seen;

    private volatile boolean isAwaited;

    Tail(FeedStore store, ScheduledExecutorService looker) {
        this.store = store;
        this.looker = looker;
    }

    // ---- waiting

    /** Done when there may be something behind the position; to be given back with {@link #forget}. */
    synchronized CompletableFuture<Void> await(FeedPosition position) {
        CompletableFuture<Void> waiter = new CompletableFuture<>();
        if (seen != null && position.compareTo(seen) < 0) {
            waiter.complete(null);
            return waiter;
        }
        ofAll.add(waiter);
        begin(position);
        return waiter;
    }

    /**
     * Done when the run may have gone on since this was asked; to be given back with {@link #forget}.
     *
     * @param end of the feed as it was before
     */
    synchronized CompletableFuture<Void> await(UUID instanceId, FeedPosition end) {
        CompletableFuture<Void> waiter = new CompletableFuture<>();
        ofRuns.computeIfAbsent(instanceId, id -> new HashSet<>()).add(waiter);
        begin(end);
        return waiter;
    }

    private void begin(FeedPosition position) {
        boolean isFirst = seen == null;
        if (isFirst) {
            seen = position;
        }
        isAwaited = true;
        if (isFirst) {
            committed();
        }
    }

    synchronized void forget(CompletableFuture<Void> waiter) {
        ofAll.remove(waiter);
        restWhenAlone();
    }

    synchronized void forget(UUID instanceId, CompletableFuture<Void> waiter) {
        ofRuns.computeIfPresent(instanceId, (id, waiters) -> {
            waiters.remove(waiter);
            return waiters.isEmpty() ? null : waiters;
        });
        restWhenAlone();
    }

    private void restWhenAlone() {
        if (ofAll.isEmpty() && ofRuns.isEmpty()) {
            seen = null;
            isAwaited = false;
        }
    }

    synchronized int waiting() {
        return ofAll.size() + ofRuns.values().stream().mapToInt(Set::size).sum();
    }

    // ---- looking

    /** Something was committed here, or may have been while nobody waited; on a lane, so this must cost nothing when nobody waits. */
    void committed() {
        if (isAwaited && isLookPlanned.compareAndSet(false, true)) {
            looker.schedule(this::lookPlanned, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void lookPlanned() {
        isLookPlanned.set(false);
        try {
            look();
        } catch (StoreUnavailableException later) {
            LOG.debug("The feed will be looked at later: {}", later.toString());
        }
    }

    /** Wakes those for whom there is something. */
    void look() {
        FeedPosition from = seen();
        while (from != null) {
            Stretch stretch = store.behind(from, TRANSACTIONS);
            wake(stretch).forEach(waiter -> waiter.complete(null));
            from = stretch.pages().isEmpty() ? null : seen();
        }
    }

    private synchronized @Nullable FeedPosition seen() {
        return seen;
    }

    /** @return who is to be told, by whoever does not hold the lock */
    private synchronized List<CompletableFuture<Void>> wake(Stretch stretch) {
        List<CompletableFuture<Void>> woken = new ArrayList<>();
        if (seen != null && seen.compareTo(stretch.end()) < 0) {
            seen = stretch.end();
        }
        if (!stretch.pages().isEmpty()) {
            woken.addAll(ofAll);
            ofAll.clear();
            stretch.pages().stream()
                    .map(PageRef::instanceId)
                    .distinct()
                    .map(ofRuns::remove)
                    .filter(waiters -> waiters != null)
                    .forEach(woken::addAll);
            restWhenAlone();
        }
        return woken;
    }
}
