package com.orchestrator.server.tokens;

import com.orchestrator.api.fleet.PrincipalCutoff;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.tokens.TokenStore.Mark;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All tokens as a server knows them.
 *
 * @param mark when they were so, by the clock of the store
 * @param readAt the same by a monotonic clock of this server, in nanoseconds
 * @param secrets by their digests
 * @param cutoffs when principals were shut out
 */
record Snapshot(
        Mark mark, long readAt, List<StoredToken> tokens, Map<String, Secret> secrets, Map<String, Instant> cutoffs) {

    /** What a secret is good for, and until when. */
    record Secret(Caller caller, Instant until) {}

    static Snapshot of(Mark mark, long readAt, List<StoredToken> tokens, List<PrincipalCutoff> cutoffs) {
        Map<String, Secret> secrets = new HashMap<>();
        for (StoredToken token : tokens) {
            Caller caller = new Caller(token.shown().name(), token.grants());
            if (token.formerDigest() != null) {
                Instant until = Objects.requireNonNull(token.shown().formerUntil());
                secrets.put(token.formerDigest(), new Secret(caller, until));
            }
            secrets.put(token.digest(), new Secret(caller, token.shown().expiresAt()));
        }
        return new Snapshot(
                mark,
                readAt,
                tokens,
                Map.copyOf(secrets),
                cutoffs.stream().collect(Collectors.toMap(PrincipalCutoff::principal, PrincipalCutoff::at)));
    }

    /** The same, and nothing has changed since. */
    Snapshot confirmed(Mark later, long at) {
        return new Snapshot(later, at, tokens, secrets, cutoffs);
    }

    Optional<Secret> find(String digest) {
        return Optional.ofNullable(secrets.get(digest));
    }

    /** What time it is by the clock of the store. */
    Instant now(long nanos) {
        return mark.at().plusNanos(nanos - readAt);
    }

    long valid(Instant now) {
        return tokens.stream()
                .filter(token -> token.shown().expiresAt().isAfter(now))
                .count();
    }
}
