package com.orchestrator.engine.coordinator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs of one lane, least recently used thrown out first. Owned by the lane's thread. */
final class RunCache {

    private final Map<UUID, CachedRun> runs;

    RunCache(int max) {
        this.runs = new LinkedHashMap<>(256, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, CachedRun> eldest) {
                return size() > max;
            }
        };
    }

    @Nullable
    CachedRun get(UUID instanceId) {
        return runs.get(instanceId);
    }

    void put(CachedRun cached) {
        runs.put(cached.run().instanceId(), cached);
    }

    /** After a failure: what it holds may never have been recorded. */
    void evict(UUID instanceId) {
        runs.remove(instanceId);
    }
}
