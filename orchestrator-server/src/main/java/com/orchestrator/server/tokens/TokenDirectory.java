package com.orchestrator.server.tokens;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Digest;
import com.orchestrator.server.auth.TokenSource;
import com.orchestrator.server.oidc.Cutoffs;
import com.orchestrator.server.tokens.Snapshot.Secret;
import com.orchestrator.server.tokens.TokenStore.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows all tokens that servers of this database have made. They are in memory, and looked after in the background: no request costs a
 * statement. What changes elsewhere is known within {@link #LOOK}; a server that has not been able to look for {@link #BLIND_MAX} lets
 * nobody in by them, so that is the longest a token is good that was taken back.
 */
public final class TokenDirectory implements TokenSource, Cutoffs, AutoCloseable {

    /** How often is looked whether something has changed. */
    static final Duration LOOK = Duration.ofSeconds(2);

    /** How old what is known may be. */
    static final Duration BLIND_MAX = Duration.ofSeconds(10);

    /** How often is written down when tokens were used. */
    static final Duration NOTE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(TokenDirectory.class);

    private final TokenStore store;
    private final LongSupplier nanos;
    private final Map<String, Instant> used = new ConcurrentHashMap<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "orchestrator-tokens");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable Snapshot known;

    /** Looks by itself from now on. */
    public static TokenDirectory open(TokenStore store) {
        TokenDirectory directory = new TokenDirectory(store, System::nanoTime);
        directory.look();
        directory.scheduler.scheduleWithFixedDelay(
                directory::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        directory.scheduler.scheduleWithFixedDelay(
                directory::note, NOTE.toMillis(), NOTE.toMillis(), TimeUnit.MILLISECONDS);
        return directory;
    }

    /** @param nanos a monotonic clock */
    TokenDirectory(TokenStore store, LongSupplier nanos) {
        this.store = store;
        this.nanos = nanos;
    }

    public TokenStore store() {
        return store;
    }

    /** Sees what has changed; quick when nothing has. */
    public void look() {
        try {
            long at = nanos.getAsLong();
            Mark mark = store.mark();
            Snapshot before = known;
            known = before != null && before.mark().version() == mark.version()
                    ? before.confirmed(mark, at)
                    : Snapshot.of(mark, at, store.all(), store.cutoffs());
        } catch (RuntimeException e) {
            LOG.warn("It cannot be seen which tokens there are: {}", e.toString());
        }
    }

    /** Writes down when tokens were used. */
    void note() {
        Map<String, Instant> noted = new HashMap<>(used);
        if (noted.isEmpty()) {
            return;
        }
        try {
            store.used(noted);
            noted.forEach(used::remove);
        } catch (RuntimeException e) {
            LOG.warn("It cannot be written down which tokens were used: {}", e.toString());
        }
    }

    @Override
    public boolean isEmpty() {
        Snapshot now = known;
        return now != null && now.secrets().isEmpty();
    }

    @Override
    public Optional<Caller> find(String token) {
        if (!FreshSecret.isOne(token)) {
            return Optional.empty();
        }
        long at = nanos.getAsLong();
        Snapshot now = seen(at);
        return now.find(Digest.hex(token)).map(secret -> let(secret, now.now(at)));
    }

    private Snapshot seen(long at) {
        Snapshot now = known;
        if (now == null || at - now.readAt() > BLIND_MAX.toNanos()) {
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE, "This server cannot see now which tokens are good: ask again");
        }
        return now;
    }

    /** When a principal of the provider was shut out. */
    @Override
    public Optional<Instant> of(String principal) {
        return Optional.ofNullable(seen(nanos.getAsLong()).cutoffs().get(principal));
    }

    private Caller let(Secret secret, Instant now) {
        if (!secret.until().isAfter(now)) {
            throw new OrchestratorException(
                    ErrorCode.UNAUTHENTICATED,
                    "The secret of token '" + secret.caller().name() + "' has ended at " + secret.until());
        }
        if (!used.containsKey(secret.caller().name())) {
            used.put(secret.caller().name(), now);
        }
        return secret.caller();
    }

    /** Tokens that are good, and those that have ended. */
    public record Count(long valid, long expired) {}

    /** Empty while nothing is known. */
    public Optional<Count> count() {
        Snapshot now = known;
        if (now == null) {
            return Optional.empty();
        }
        long valid = now.valid(now.now(nanos.getAsLong()));
        return Optional.of(new Count(valid, now.tokens().size() - valid));
    }

    /** How long ago was looked. */
    public Optional<Duration> age() {
        Snapshot now = known;
        return now == null ? Optional.empty() : Optional.of(Duration.ofNanos(nanos.getAsLong() - now.readAt()));
    }

    /** All there are, as the store has them now. */
    public List<StoredToken> all() {
        return store.all();
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        note();
    }
}
