package com.orchestrator.server.metrics;

import com.orchestrator.server.metrics.Scrape.Type;
import com.orchestrator.server.tokens.TokenDirectory;
import java.util.Map;

/** Tokens that servers have made, and how long ago this one has looked. */
public final class TokenMetrics implements MetricsSource {

    private static final String COUNT = "orchestrator_access_tokens";
    private static final String AGE = "orchestrator_access_tokens_age_seconds";
    private static final double NANOS = 1e9;

    private final TokenDirectory tokens;

    public TokenMetrics(TokenDirectory tokens) {
        this.tokens = tokens;
    }

    @Override
    public void tell(Scrape scrape) {
        tokens.count()
                .ifPresent(count -> scrape.metric(COUNT, Type.GAUGE, "Tokens that servers have made.")
                        .sample(COUNT, Map.of("state", "valid"), count.valid())
                        .sample(COUNT, Map.of("state", "expired"), count.expired()));
        tokens.age()
                .ifPresent(age -> scrape.metric(
                                AGE, Type.GAUGE, "How long ago this server has seen which tokens are good.")
                        .sample(AGE, Map.of(), age.toNanos() / NANOS));
    }
}
