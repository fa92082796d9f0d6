package com.orchestrator.server.quota;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * So much a second for each name, and as much at once. What is larger than that may pass when there is anything left, and is paid for
 * afterwards: one body that is larger than a second's share is none that could never be sent.
 */
final class Rate {

    private static final int NAMES_MAX = 10_000;

    private final Quota quota;
    private final Allowance allowance;
    private final TimeMeter clock;
    private final Refused refused;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    Rate(Quota quota, Allowance allowance, TimeMeter clock, Refused refused) {
        this.quota = quota;
        this.allowance = allowance;
        this.clock = clock;
        this.refused = refused;
    }

    /** Names that are known now. */
    int names() {
        return buckets.size();
    }

    boolean isOff() {
        return allowance.isUnlimited();
    }

    /** @throws com.orchestrator.api.error.OrchestratorException {@code QUOTA_EXCEEDED} when there is nothing left */
    void take(String name, long amount) {
        long allowed = allowance.of(name);
        if (allowed == Allowance.UNLIMITED || amount <= 0) {
            return;
        }
        Bucket bucket = bucket(name, allowed);
        ConsumptionProbe first = bucket.tryConsumeAndReturnRemaining(1);
        if (!first.isConsumed()) {
            throw refused.refuse(quota, name, allowed, Duration.ofNanos(first.getNanosToWaitForRefill()));
        }
        if (amount > 1) {
            bucket.consumeIgnoringRateLimits(amount - 1);
        }
    }

    private Bucket bucket(String name, long allowed) {
        Bucket known = buckets.get(name);
        if (known != null) {
            return known;
        }
        if (buckets.size() >= NAMES_MAX) {
            buckets.entrySet().removeIf(entry -> isFull(entry.getKey(), entry.getValue()));
        }
        return buckets.computeIfAbsent(name, absent -> full(allowed));
    }

    /** Whether another one would be the same. */
    private boolean isFull(String name, Bucket bucket) {
        return bucket.getAvailableTokens() >= allowance.of(name);
    }

    private Bucket full(long allowed) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(allowed).refillGreedy(allowed, Duration.ofSeconds(1)))
                .withCustomTimePrecision(clock)
                .build();
    }
}
