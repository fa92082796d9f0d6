package com.orchestrator.launcher.payara;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the server listens and what the WAR is told.
 *
 * @param configuration keys as the WAR reads them, for example {@code orchestrator.datasource.url}
 */
public record ServerSettings(String host, int port, Map<String, String> configuration) {

    public static final String DATASOURCE_URL = "orchestrator.datasource.url";
    public static final String DATASOURCE_USERNAME = "orchestrator.datasource.username";
    public static final String DATASOURCE_PASSWORD = "orchestrator.datasource.password";
    public static final String ETL_WANTED_FILE = "orchestrator.etl.wanted-file";
    public static final String AUTH = "orchestrator.auth";
    public static final String TOKENS = "orchestrator.tokens";
    public static final String RUN_OUTCOMES = "orchestrator.projections.run-outcomes";

    /** Printed in front of the address when the server is ready, and not before. */
    public static final String LISTENING = "Listening on ";

    public ServerSettings {
        configuration = Map.copyOf(configuration);
    }

    /** A server for this machine alone, where anybody may do anything. */
    public static ServerSettings onLoopback(int port, String url, String username, String password) {
        Map<String, String> configuration = new TreeMap<>();
        configuration.put(DATASOURCE_URL, url);
        configuration.put(DATASOURCE_USERNAME, username);
        configuration.put(DATASOURCE_PASSWORD, password);
        configuration.put(AUTH, "none");
        return new ServerSettings("127.0.0.1", port, configuration);
    }

    /** The same, and it counts how runs end. */
    public ServerSettings withRunOutcomes() {
        return and(Map.of(RUN_OUTCOMES, "true"));
    }

    /** The same, told more. */
    public ServerSettings and(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(configuration);
        all.putAll(more);
        return new ServerSettings(host, port, all);
    }

    /** Address for clients on this machine. */
    public String url() {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        String name = everywhere ? "127.0.0.1" : host;
        return "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }

    /** The environment variable of a key: dots and hyphens become underscores. */
    public static String variable(String key) {
        return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
