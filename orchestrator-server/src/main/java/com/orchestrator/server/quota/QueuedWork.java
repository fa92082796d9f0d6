package com.orchestrator.server.quota;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How much work of each namespace waits for workers: what was seen when somebody last looked, and what this server has let in since.
 * What others have let in, and what workers have taken, shows with the next look.
 */
final class QueuedWork {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Allowance allowance;
    private final Refused refused;
    private volatile Sight sight = new Sight(Map.of(), new ConcurrentHashMap<>());

    private record Sight(Map<String, Long> seen, Map<String, LongAdder> since) {

        long of(String namespace) {
            LongAdder begun = since.get(namespace);
            return seen.getOrDefault(namespace, 0L) + (begun == null ? 0 : begun.sum());
        }
    }

    QueuedWork(Allowance allowance, Refused refused) {
        this.allowance = allowance;
        this.refused = refused;
    }

    boolean isOff() {
        return allowance.isUnlimited();
    }

    void saw(Map<String, Long> queued) {
        sight = new Sight(Map.copyOf(queued), new ConcurrentHashMap<>());
    }

    /** @throws com.orchestrator.api.error.OrchestratorException {@code QUOTA_EXCEEDED} when enough waits */
    void add(String namespace) {
        long allowed = allowance.of(namespace);
        if (allowed == Allowance.UNLIMITED) {
            return;
        }
        Sight now = sight;
        if (now.of(namespace) >= allowed) {
            throw refused.refuse(Quota.NAMESPACE_QUEUED, namespace, new Refused.Limit(allowed, allowed), RETRY_AFTER);
        }
        now.since().computeIfAbsent(namespace, first -> new LongAdder()).increment();
    }
}
