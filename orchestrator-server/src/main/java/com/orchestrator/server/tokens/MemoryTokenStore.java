package com.orchestrator.server.tokens;

import com.orchestrator.api.fleet.AccessToken;
import com.orchestrator.api.fleet.PrincipalCutoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tokens of a server without a database, as long as it is up. */
public final class MemoryTokenStore implements TokenStore {

    private final InstantSource clock;
    private final Map<String, StoredToken> tokens = new TreeMap<>();
    private final Map<String, PrincipalCutoff> cutoffs = new TreeMap<>();
    private long version;

    public MemoryTokenStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Mark mark() {
        return new Mark(version, clock.instant());
    }

    @Override
    public synchronized List<StoredToken> all() {
        return List.copyOf(tokens.values());
    }

    @Override
    public synchronized Optional<StoredToken> insert(Wanted wanted) {
        Instant now = clock.instant();
        StoredToken made = new StoredToken(
                new AccessToken(
                        wanted.name(), wanted.grants(), now, wanted.by(), now.plus(wanted.life()), null, null, null),
                wanted.digest(),
                null);
        if (tokens.putIfAbsent(wanted.name(), made) != null) {
            return Optional.empty();
        }
        version++;
        return Optional.of(made);
    }

    @Override
    public synchronized Optional<StoredToken> rotate(StoredToken token, String digest, Duration life, Duration grace) {
        StoredToken known = tokens.get(token.shown().name());
        if (known == null || !known.shown().createdAt().equals(token.shown().createdAt())) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        AccessToken before = known.shown();
        Instant until = now.plus(grace).isBefore(before.expiresAt()) ? now.plus(grace) : before.expiresAt();
        StoredToken rotated = new StoredToken(
                new AccessToken(
                        before.name(),
                        before.grants(),
                        before.createdAt(),
                        before.createdBy(),
                        now.plus(life),
                        now,
                        until,
                        before.lastUsedAt()),
                digest,
                known.digest());
        tokens.put(before.name(), rotated);
        version++;
        return Optional.of(rotated);
    }

    @Override
    public synchronized boolean delete(String name) {
        boolean was = tokens.remove(name) != null;
        version += was ? 1 : 0;
        return was;
    }

    @Override
    public synchronized List<PrincipalCutoff> cutoffs() {
        Instant old = clock.instant().minus(CUTOFF_KEPT);
        cutoffs.values().removeIf(cutoff -> cutoff.at().isBefore(old));
        return List.copyOf(cutoffs.values());
    }

    @Override
    public synchronized PrincipalCutoff cutOff(String principal, String by) {
        PrincipalCutoff made = new PrincipalCutoff(principal, clock.instant(), by);
        cutoffs.put(principal, made);
        version++;
        return made;
    }

    @Override
    public synchronized void used(Map<String, Instant> last) {
        last.forEach((name, at) -> tokens.computeIfPresent(name, (same, token) -> {
            Instant before = token.shown().lastUsedAt();
            return before != null && before.isAfter(at) ? token : token.usedAt(at);
        }));
    }
}
