package com.orchestrator.engine.coordinator;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs of one lane, least recently used thrown out first. It is bounded by what they take, not by how many they are, for a run
 * may hold a word or megabytes. Owned by the lane's thread.
 */
final class RunCache {

    private final long bytesMax;
    private final Map<UUID, Held> runs = new LinkedHashMap<>(256, 0.75f, true);
    private long bytes;

    /** @param bytesMax what its runs may take together; one that takes more is kept alone */
    RunCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Nullable
    CachedRun get(UUID instanceId) {
        Held held = runs.get(instanceId);
        return held == null ? null : held.run;
    }

    /** Keeps it as it is now: whoever changes it puts it again. */
    void put(CachedRun cached) {
        Held held = new Held(cached, cached.bytes());
        bytes += held.bytes - bytesOf(runs.put(cached.run().instanceId(), held));
        Iterator<Held> eldest = runs.values().iterator();
        while (bytes > bytesMax && runs.size() > 1) {
            bytes -= eldest.next().bytes;
            eldest.remove();
        }
    }

    /** After a failure, for what it holds may never have been recorded; and when nothing more is expected of it. */
    void evict(UUID instanceId) {
        bytes -= bytesOf(runs.remove(instanceId));
    }

    private static long bytesOf(@Nullable Held held) {
        return held == null ? 0 : held.bytes;
    }

    /** @param bytes what it took when it was put */
    record Held(CachedRun run, long bytes) {}
}
