package com.orchestrator.server.tokens;

import com.orchestrator.api.fleet.AccessToken;
import com.orchestrator.server.auth.Grant;
import com.orchestrator.server.auth.TokenName;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is kept.
 *
 * @param shown what everybody who may sees of it
 * @param digest of its secret, in hexadecimal digits
 * @param formerDigest of the secret before that, while it is taken as well
 */
public record StoredToken(
        AccessToken shown, String digest, @Nullable String formerDigest) {

    public TokenName name() {
        return new TokenName(shown.name());
    }

    /** What its bearer may do. */
    public Set<Grant> grants() {
        return grants(shown.grants());
    }

    static Set<Grant> grants(List<String> texts) {
        return texts.stream()
                .flatMap(text -> Grant.parse(text).stream())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Grants in one column. */
    static String joined(List<String> grants) {
        return String.join(";", grants);
    }

    static List<String> split(String grants) {
        return Arrays.asList(grants.split(";"));
    }

    /** The same, used then. */
    StoredToken usedAt(Instant at) {
        return new StoredToken(
                new AccessToken(
                        shown.name(),
                        shown.grants(),
                        shown.createdAt(),
                        shown.createdBy(),
                        shown.expiresAt(),
                        shown.rotatedAt(),
                        shown.formerUntil(),
                        at),
                digest,
                formerDigest);
    }
}
