package com.orchestrator.server.quota;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.fleet.QuotaRefusal;
import com.orchestrator.engine.log.LogIds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who was refused, and how often. Of many names those stay that were refused last. */
final class Refused {

    private static final Logger LOG = LoggerFactory.getLogger(Refused.class);

    static final int NAMES_MAX = 1_000;
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<Quota, LongAdder> totals = new ConcurrentHashMap<>();
    private final Map<Key, QuotaRefusal> known = new ConcurrentHashMap<>();

    private record Key(Quota quota, String name) {}

    /**
     * What is allowed.
     *
     * @param share by this server
     */
    record Limit(long all, long share) {

        private String shown(Quota quota) {
            return all + " " + quota.unit() + (share < all ? ", of which this server has a share of " + share : "");
        }
    }

    Refused(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Writes it down.
     *
     * @return what the caller is told
     */
    OrchestratorException refuse(Quota quota, String name, Limit limit, Duration retryAfter) {
        totals.computeIfAbsent(quota, first -> new LongAdder()).increment();
        Key whose = new Key(quota, name);
        if (known.size() >= NAMES_MAX && !known.containsKey(whose)) {
            forgetOldest();
        }
        known.compute(whose, (key, before) -> again(key, limit.all(), before));
        return exception(quota, name, limit, retryAfter);
    }

    private QuotaRefusal again(Key key, long limit, @Nullable QuotaRefusal before) {
        Instant now = clock.instant();
        if (before == null || before.lastRefusedAt().plus(BETWEEN_LINES).isBefore(now)) {
            String subject = key.quota().subject();
            LogIds.of(subject.toLowerCase(Locale.ROOT), key.name())
                    .log(() -> LOG.warn(
                            "{} {} asks for more than {} {} and is refused",
                            subject,
                            key.name(),
                            limit,
                            key.quota().unit()));
        }
        return new QuotaRefusal(key.quota().key(), key.name(), limit, before == null ? 1 : before.refused() + 1, now);
    }

    private void forgetOldest() {
        known.entrySet().stream()
                .min(Comparator.comparing(entry -> entry.getValue().lastRefusedAt()))
                .ifPresent(oldest -> known.remove(oldest.getKey()));
    }

    private static OrchestratorException exception(Quota quota, String name, Limit limit, Duration retryAfter) {
        String detail = quota.subject() + " '" + name + "' is allowed " + limit.shown(quota);
        String hint =
                "send it again after " + seconds(retryAfter) + " s; the limit is orchestrator.quota." + quota.key();
        return new OrchestratorException(
                ErrorCode.QUOTA_EXCEEDED,
                detail,
                List.of(new Problem.Detail("", 0, 0, detail, hint, quota.key())),
                Duration.ofSeconds(seconds(retryAfter)));
    }

    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
    }

    /** The last ones first. */
    List<QuotaRefusal> all() {
        return known.values().stream()
                .sorted(Comparator.comparing(QuotaRefusal::lastRefusedAt).reversed())
                .toList();
    }

    long total(Quota quota) {
        LongAdder total = totals.get(quota);
        return total == null ? 0 : total.sum();
    }
}
