package com.orchestrator.engine;

import java.time.Duration;

/**
 * Settings of one engine, checked when they are built.
 *
 * @param leaseDefault lease of a task whose definition says nothing and whose worker wishes nothing
 * @param renewalInterval how often workers are expected to renew; less than half of the lease
 * @param lostMax lost workers of one task before it becomes an incident
 * @param sweepInterval how often chores look for expired leases, due timers and waiting work
 * @param lanes writer threads; a run always maps to the same one
 * @param batchMax commands in one transaction
 * @param cachedBytesMax what runs kept in memory may take, per lane
 * @param mapItemsMax items a map may have
 * @param signalsMax signals of one name that wait in a run until a task takes them
 * @param signalBytesMax what they may come to
 */
public record EngineConfig(
        Duration leaseDefault,
        Duration renewalInterval,
        int lostMax,
        Duration sweepInterval,
        int lanes,
        int batchMax,
        long cachedBytesMax,
        int mapItemsMax,
        int signalsMax,
        int signalBytesMax) {

    public static final EngineConfig DEFAULT = new EngineConfig(
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            3,
            Duration.ofSeconds(1),
            2,
            500,
            Runtime.getRuntime().maxMemory() / 16,
            10_000,
            1_000,
            16 * 1024 * 1024);

    public EngineConfig {
        requirePositive(leaseDefault, "leaseDefault");
        requirePositive(renewalInterval, "renewalInterval");
        requirePositive(sweepInterval, "sweepInterval");
        if (renewalInterval.multipliedBy(2).compareTo(leaseDefault) >= 0) {
            throw new IllegalArgumentException("renewalInterval " + renewalInterval
                    + " must be less than half of leaseDefault " + leaseDefault
                    + ", or one late renewal loses the lease");
        }
        if (lostMax < 1 || lanes < 1 || lanes > 64 || batchMax < 1 || cachedBytesMax < 1 || mapItemsMax < 1) {
            throw new IllegalArgumentException(
                    "lostMax, lanes (at most 64), batchMax, cachedBytesMax and mapItemsMax must be positive");
        }
        if (signalsMax < 1 || signalBytesMax < 1) {
            throw new IllegalArgumentException("signalsMax and signalBytesMax must be positive");
        }
    }

    private static void requirePositive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}
