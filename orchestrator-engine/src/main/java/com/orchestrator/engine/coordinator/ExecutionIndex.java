package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.store.ReadStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Execution → run, which never changes. Workers name executions only; what this server handed out it remembers. */
final class ExecutionIndex {

    private static final int REMEMBERED_MAX = 200_000;

    private final ReadStore store;
    private final Map<UUID, UUID> known = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, UUID> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    ExecutionIndex(ReadStore store) {
        this.store = store;
    }

    void remember(UUID executionId, UUID instanceId) {
        synchronized (known) {
            known.put(executionId, instanceId);
        }
    }

    Optional<UUID> instanceOf(UUID executionId) {
        synchronized (known) {
            UUID instanceId = known.get(executionId);
            if (instanceId != null) {
                return Optional.of(instanceId);
            }
        }
        Optional<UUID> found = store.findInstanceOf(executionId);
        found.ifPresent(instanceId -> remember(executionId, instanceId));
        return found;
    }
}
