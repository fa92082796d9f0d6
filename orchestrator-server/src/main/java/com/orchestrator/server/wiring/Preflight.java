package com.orchestrator.server.wiring;

import com.orchestrator.engine.StartRefused;
import com.orchestrator.engine.persistence.PostgresEngineStore;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Looks whether a server could start: configuration, database, schema. The launcher asks, by name, before it starts a
 * container, which takes longer than most answers.
 */
public final class Preflight {

    private Preflight() {}

    /**
     * Reads the settings as the server would, but for those of its container.
     *
     * @return one sentence that says what to change; empty when a server can start
     */
    public static String refusal() {
        try {
            ServerConfig config = ServerConfig.read(Settings::ofProcess);
            PostgresEngineStore.prepare(config.database());
            return "";
        } catch (StartRefused e) {
            return String.valueOf(e.getMessage());
        }
    }

    /**
     * What is set, by key, as far as it is set.
     *
     * @throws IllegalArgumentException with one sentence that says what to change
     */
    public static Map<String, String> configured() {
        Settings settings = Settings.ofProcess();
        return ConfigKey.all().stream()
                .filter(key -> settings.said(key).isPresent())
                .collect(Collectors.toMap(ConfigKey::property, settings::required));
    }
}
