package com.orchestrator.engine.webhook;

import com.orchestrator.api.webhook.WebhookSpec.Retry;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** When an event is sent again that was not taken. */
public final class Backoff {

    /** Whatever a receiver wishes. */
    private static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);

    /** Doublings that a long can take. */
    private static final int DOUBLINGS_MAX = 30;

    private final Retry retry;
    private final RandomGenerator random;

    public Backoff(Retry retry, RandomGenerator random) {
        this.retry = retry;
        this.random = random;
    }

    /**
     * @param attempts that have failed
     * @param retryAfter what the receiver has asked for
     */
    public Duration after(int attempts, @Nullable Duration retryAfter) {
        Duration doubled = retry.delayOrDefault().multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS_MAX));
        Duration full = min(doubled, retry.maxDelayOrDefault());
        long half = Math.max(1, full.toNanos() / 2);
        Duration own = Duration.ofNanos(half + random.nextLong(half));
        return retryAfter == null ? own : max(own, min(retryAfter, RETRY_AFTER_MAX));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }
}
