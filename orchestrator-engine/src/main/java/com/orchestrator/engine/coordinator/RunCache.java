package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.decision.Run;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs of one lane, least recently used thrown out first. Owned by the lane's thread. */
final class RunCache {

    private final Map<UUID, Run> runs;

    RunCache(int max) {
        this.runs = new LinkedHashMap<>(256, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, Run> eldest) {
                return size() > max;
            }
        };
    }

    @Nullable
    Run get(UUID instanceId) {
        return runs.get(instanceId);
    }

    void put(Run run) {
        runs.put(run.instanceId(), run);
    }

    /** After a failure: what it holds may never have been recorded. */
    void evict(UUID instanceId) {
        runs.remove(instanceId);
    }
}
