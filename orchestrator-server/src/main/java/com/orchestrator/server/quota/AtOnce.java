package com.orchestrator.server.quota;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** So many at a time for each name. */
final class AtOnce {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Quota quota;
    private final Allowance allowance;
    private final Shares shares;
    private final Refused refused;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    AtOnce(Quota quota, Allowance allowance, Shares shares, Refused refused) {
        this.quota = quota;
        this.allowance = allowance;
        this.shares = shares;
        this.refused = refused;
    }

    boolean isOff() {
        return allowance.isUnlimited();
    }

    /**
     * Takes one.
     *
     * @return gives it back; to be run once
     * @throws com.orchestrator.api.error.OrchestratorException {@code QUOTA_EXCEEDED} when there is none left
     */
    Runnable take(String name) {
        long allowed = allowance.of(name);
        if (allowed == Allowance.UNLIMITED) {
            return () -> {};
        }
        long share = shares.of(allowed);
        if (open.merge(name, 1, Integer::sum) > share) {
            give(name);
            throw refused.refuse(quota, name, new Refused.Limit(allowed, share), RETRY_AFTER);
        }
        return () -> give(name);
    }

    private void give(String name) {
        open.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1);
    }
}
