package com.orchestrator.server.wiring;

import com.orchestrator.engine.StartRefused;
import com.orchestrator.engine.persistence.PostgresEngineStore;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;

/**
 * Looks whether a server could start: configuration, database, schema. The launcher asks, by name, before it starts a
 * container, which takes longer than most answers.
 */
public final class Preflight {

    private Preflight() {}

    /**
     * Reads system properties and environment variables as the server would, the first being stronger.
     *
     * @return one sentence that says what to change; empty when a server can start
     */
    public static String refusal() {
        try {
            ServerConfig config = ServerConfig.read(() -> Settings.of(names(), Preflight::value));
            PostgresEngineStore.prepare(config.database());
            return "";
        } catch (StartRefused e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Collection<String> names() {
        Collection<String> names = new HashSet<>(System.getenv().keySet());
        names.addAll(System.getProperties().stringPropertyNames());
        return names;
    }

    private static Optional<String> value(String property) {
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(ConfigKey.variable(property))));
    }
}
