package com.orchestrator.server.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which provider is trusted, and with what.
 *
 * @param issuer as its tokens name it
 * @param audience that tokens for this server name
 * @param keys where its keys are; empty when it says so itself
 * @param algorithms that it signs with; never one whose key both sides have
 * @param leeway how far its clock may be off
 */
public record OidcConfig(URI issuer, String audience, Optional<URI> keys, List<String> algorithms, Duration leeway) {

    private static final Duration LEEWAY_MAX = Duration.ofMinutes(5);

    private static final Set<String> KNOWN = JWSAlgorithm.Family.SIGNATURE.stream()
            .map(JWSAlgorithm::getName)
            .collect(Collectors.toCollection(TreeSet::new));

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** @throws IllegalArgumentException with what cannot be trusted */
    public OidcConfig {
        requireSafe(issuer, "issuer");
        keys.ifPresent(uri -> requireSafe(uri, "address of the keys"));
        algorithms = List.copyOf(algorithms);
        if (algorithms.isEmpty() || !KNOWN.containsAll(algorithms)) {
            throw new IllegalArgumentException("The algorithms of the provider may be " + String.join(", ", KNOWN)
                    + ": with others whoever can check a token can make one");
        }
        if (leeway.isNegative() || leeway.compareTo(LEEWAY_MAX) > 0) {
            throw new IllegalArgumentException("The leeway of the provider's clock may be 5m at most");
        }
    }

    /** Who could change the keys on their way could make tokens. */
    static void requireSafe(URI uri, String what) {
        boolean isLocal = uri.getHost() != null && LOOPBACK.contains(uri.getHost());
        if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && isLocal)) {
            throw new IllegalArgumentException(
                    "The " + what + " of the provider has to be an https: address, and is '" + uri + "'");
        }
    }

    Set<JWSAlgorithm> accepted() {
        return algorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    }
}
