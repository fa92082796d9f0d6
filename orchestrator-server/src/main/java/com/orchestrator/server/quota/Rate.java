package com.orchestrator.server.quota;

import io.github.bucket4j.BandwidthBuilder.BandwidthBuilderBuildStage;
import io.github.bucket4j.BandwidthBuilder.BandwidthBuilderCapacityStage;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
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
    private final Shares shares;
    private final TimeMeter clock;
    private final Refused refused;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private volatile int sharedBy = 1;

    Rate(Quota quota, Allowance allowance, Shares shares, TimeMeter clock, Refused refused) {
        this.quota = quota;
        this.allowance = allowance;
        this.shares = shares;
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
        divideAnew(shares.count());
        Bucket bucket = bucket(name);
        ConsumptionProbe first = bucket.tryConsumeAndReturnRemaining(1);
        if (!first.isConsumed()) {
            throw refused.refuse(
                    quota,
                    name,
                    new Refused.Limit(allowed, shares.of(allowed)),
                    Duration.ofNanos(first.getNanosToWaitForRefill()));
        }
        if (amount > 1) {
            bucket.consumeIgnoringRateLimits(amount - 1);
        }
    }

    /** Who has used half of his share before has used half of it then. */
    private void divideAnew(int servers) {
        if (servers == sharedBy) {
            return;
        }
        synchronized (this) {
            sharedBy = servers;
            buckets.forEach((name, bucket) -> bucket.replaceConfiguration(
                    BucketConfiguration.builder()
                            .addLimit(limit -> limit(limit, name))
                            .build(),
                    TokensInheritanceStrategy.PROPORTIONALLY));
        }
    }

    private Bucket bucket(String name) {
        Bucket known = buckets.get(name);
        if (known != null) {
            return known;
        }
        if (buckets.size() >= NAMES_MAX) {
            buckets.entrySet().removeIf(entry -> isFull(entry.getKey(), entry.getValue()));
        }
        return buckets.computeIfAbsent(name, this::full);
    }

    /** Whether another one would be the same. */
    private boolean isFull(String name, Bucket bucket) {
        return bucket.getAvailableTokens() >= shares.of(allowance.of(name));
    }

    private BandwidthBuilderBuildStage limit(BandwidthBuilderCapacityStage limit, String name) {
        long share = shares.of(allowance.of(name));
        return limit.capacity(share).refillGreedy(share, Duration.ofSeconds(1));
    }

    private Bucket full(String name) {
        return Bucket.builder()
                .addLimit(limit -> limit(limit, name))
                .withCustomTimePrecision(clock)
                .build();
    }
}
