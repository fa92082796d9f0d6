package com.orchestrator.router;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What can be set of the router.
 *
 * @param node how this server is called among the others
 * @param lease how long a leader is leader without another word
 * @param broker where the broker is, {@code amqp://user:password@host:port/vhost}; without one workers get jobs by heartbeat
 * @param patience how long after the last word about it an attempt that the broker has is given up
 */
public record RouterConfig(
        String node, Duration lease, @Nullable String broker, Duration patience) {

    public static final Duration LEASE_DEFAULT = Duration.ofSeconds(6);
    public static final Duration PATIENCE_DEFAULT = Duration.ofHours(1);
    private static final Duration LEASE_MIN = Duration.ofMillis(100);

    public RouterConfig {
        if (lease.compareTo(LEASE_MIN) < 0 || lease.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("orchestrator.router.lease is not between 100ms and 10m: " + lease);
        }
        if (patience.compareTo(Duration.ofSeconds(1)) < 0 || patience.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException("orchestrator.router.patience is not between 1s and 30d: " + patience);
        }
    }

    /** Without a broker. */
    public static RouterConfig of(String node) {
        return new RouterConfig(node, LEASE_DEFAULT, null, PATIENCE_DEFAULT);
    }
}
