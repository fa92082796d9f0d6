package com.orchestrator.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Grant;
import com.orchestrator.server.keys.MemoryServerKeys;
import com.orchestrator.server.keys.ServerKeys;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageSessionsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Caller ANN =
            new Caller("oidc/ann", new HashSet<>(Grant.parse("reader+operator+no-payloads@shop+stock")));

    private final ServerKeys keys = new MemoryServerKeys();
    private Optional<Instant> cutoff = Optional.empty();
    private Instant now = NOW;
    private final PageSessions sessions = sessions("https://idp.example.com", keys);
    private final String session = sessions.of(ANN, NOW, NOW.plusSeconds(60)).orElseThrow();

    private PageSessions sessions(String issuer, ServerKeys keys) {
        OidcConfig config =
                new OidcConfig(URI.create(issuer), "x", Optional.empty(), List.of("RS256"), Duration.ofSeconds(30));
        return new PageSessions(config, principal -> cutoff, keys, () -> now);
    }

    @Test
    void aSession_isOfWhomItWasMadeFor_withTheSameGrants_untilItsEnd() {
        assertThat(sessions.find(session)).contains(ANN);
        now = NOW.plusSeconds(59);
        assertThat(sessions.find(session)).contains(ANN);
        now = NOW.plusSeconds(60);
        assertThat(sessions.find(session)).isEmpty();
    }

    @Test
    void itIsKnownToServersOfTheSameDatabaseAndProviderAlone() {
        assertThat(sessions("https://idp.example.com", keys).find(session)).contains(ANN);
        assertThat(sessions("https://other.example.com", keys).find(session)).isEmpty();
        assertThat(sessions("https://idp.example.com", new MemoryServerKeys()).find(session))
                .isEmpty();
    }

    /** Differs in the highest of its six bits: of the last letter of a part the lowest ones say nothing. */
    private static char other(char letter) {
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return letter == '.' ? 'A' : letters.charAt(letters.indexOf(letter) ^ 32);
    }

    @Test
    void whatWasChanged_orIsOfAnotherKind_opensNothing() {
        for (int at = 0; at < session.length(); at++) {
            String changed = session.substring(0, at) + other(session.charAt(at)) + session.substring(at + 1);
            assertThat(sessions.find(changed)).as("changed at %s", at).isEmpty();
        }
        assertThat(sessions.find("")).isEmpty();
        assertThat(sessions.find("a.b.c.d.e")).isEmpty();
        assertThat(new Seal(keys.get("page-sign-in"), () -> now).open(session)).isEmpty();
    }

    @Test
    void whoIsShutOut_hasNoneAnyMore() {
        cutoff = Optional.of(NOW.minusSeconds(31));
        assertThat(sessions.find(session)).contains(ANN);
        cutoff = Optional.of(NOW.minusSeconds(30));
        assertThatThrownBy(() -> sessions.find(session)).hasMessageContaining("shut out");
    }
}
