package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.WorkflowInstance;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Callers that wait for a run to end or rest. Woken by this server's commits, and by a chore for those of others. */
final class ResultWaiters {

    private final Map<UUID, Set<CompletableFuture<Optional<WorkflowInstance>>>> waiters = new ConcurrentHashMap<>();

    /** Done when the run is believed to be at rest, with the run if it is at hand; to be given back with {@link #remove}. */
    CompletableFuture<Optional<WorkflowInstance>> add(UUID instanceId) {
        CompletableFuture<Optional<WorkflowInstance>> waiter = new CompletableFuture<>();
        waiters.compute(instanceId, (id, known) -> {
            Set<CompletableFuture<Optional<WorkflowInstance>>> all =
                    known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(waiter);
            return all;
        });
        return waiter;
    }

    void remove(UUID instanceId, CompletableFuture<Optional<WorkflowInstance>> waiter) {
        waiters.computeIfPresent(instanceId, (id, known) -> {
            known.remove(waiter);
            return known.isEmpty() ? null : known;
        });
    }

    void wake(UUID instanceId) {
        wake(instanceId, Optional::empty);
    }

    /** @param result is asked only when somebody waits */
    void wake(UUID instanceId, Supplier<Optional<WorkflowInstance>> result) {
        Set<CompletableFuture<Optional<WorkflowInstance>>> known = waiters.remove(instanceId);
        if (known != null) {
            Optional<WorkflowInstance> atRest = result.get();
            known.forEach(waiter -> waiter.complete(atRest));
        }
    }

    void wakeAll() {
        Set.copyOf(waiters.keySet()).forEach(this::wake);
    }

    Collection<UUID> awaited() {
        return Set.copyOf(waiters.keySet());
    }
}
