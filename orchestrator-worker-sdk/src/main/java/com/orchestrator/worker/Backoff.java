package com.orchestrator.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Growing pauses between requests that fail. Half of each pause is random, so that the workers of a fleet do not come
 * back together; a server that names a time is obeyed.
 */
final class Backoff {

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** For lines nobody waits for. */
    static Backoff ofLogs() {
        return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), new SplittableRandom());
    }

    void reset() {
        failures = 0;
    }

    Duration next(Optional<Duration> retryAfter) {
        long full = Math.min(longest.toNanos(), first.toNanos() << Math.min(failures, 20));
        failures++;
        long pause = full / 2 + random.nextLong(full / 2 + 1);
        return retryAfter.map(wish -> wish.plusNanos(pause / 4)).orElse(Duration.ofNanos(pause));
    }
}
