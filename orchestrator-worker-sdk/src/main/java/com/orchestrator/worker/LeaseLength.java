package com.orchestrator.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a lease may be trusted. The server says when it ends by its own clock, which is not ours, so the length is
 * what was asked for (or the contract's default), and shorter when the server's own two times say so. It is never taken
 * to be longer: a worker that stops early loses time, one that stops late does work twice.
 */
final class LeaseLength {

    private static final Duration DEFAULT = Duration.ofSeconds(30);
    /** The server's {@code Date} is cut to seconds. */
    private static final Duration DATE_PRECISION = Duration.ofSeconds(1);
    /** Share of a lease that is given up so that trust ends before the lease does. */
    private static final int MARGIN_SHARE = 10;

    private final Duration assumed;

    LeaseLength(@Nullable Duration wished) {
        this.assumed = wished == null ? DEFAULT : wished;
    }

    long nanos(@Nullable Instant expiresAt, Optional<Instant> serverTime) {
        if (expiresAt == null || serverTime.isEmpty()) {
            return assumed.toNanos();
        }
        Duration told = Duration.between(serverTime.get(), expiresAt).minus(DATE_PRECISION);
        boolean isPlausible = told.compareTo(DATE_PRECISION) >= 0 && told.compareTo(assumed) < 0;
        return (isPlausible ? told : assumed).toNanos();
    }

    static long trustedNanos(long leaseNanos) {
        return leaseNanos - leaseNanos / MARGIN_SHARE;
    }
}
