package com.orchestrator.server.wiring;

import com.orchestrator.server.oidc.Provider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings of a server that trusts a provider. */
final class TrustSettings {

    private TrustSettings() {}

    /**
     * @param own of a test
     * @param more keys and values by turns, which win
     */
    static Settings of(Provider provider, Map<String, String> own, String... more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "orchestrator.oidc.issuer",
                provider.issuer(),
                "orchestrator.oidc.audience",
                Provider.AUDIENCE,
                "orchestrator.oidc.principal",
                "claims.email"));
        values.putAll(own);
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return Settings.of(List.of(new ConfigSource("test", values)));
    }
}
