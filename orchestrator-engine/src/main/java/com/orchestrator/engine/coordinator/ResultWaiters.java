package com.orchestrator.engine.coordinator;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Callers that wait for a run to end or rest. Woken by this server's commits, and by a chore for those of others. */
final class ResultWaiters {

    private final Map<UUID, Set<CompletableFuture<Void>>> waiters = new ConcurrentHashMap<>();

    /** Done when the run is believed to be at rest; to be given back with {@link #remove}. */
    CompletableFuture<Void> add(UUID instanceId) {
        CompletableFuture<Void> waiter = new CompletableFuture<>();
        waiters.compute(instanceId, (id, known) -> {
            Set<CompletableFuture<Void>> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(waiter);
            return all;
        });
        return waiter;
    }

    void remove(UUID instanceId, CompletableFuture<Void> waiter) {
        waiters.computeIfPresent(instanceId, (id, known) -> {
            known.remove(waiter);
            return known.isEmpty() ? null : known;
        });
    }

    void wake(UUID instanceId) {
        Set<CompletableFuture<Void>> known = waiters.remove(instanceId);
        if (known != null) {
            known.forEach(waiter -> waiter.complete(null));
        }
    }

    void wakeAll() {
        Set.copyOf(waiters.keySet()).forEach(this::wake);
    }

    Collection<UUID> awaited() {
        return Set.copyOf(waiters.keySet());
    }
}
