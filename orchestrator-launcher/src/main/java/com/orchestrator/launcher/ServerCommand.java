package com.orchestrator.launcher;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.payara.ServerSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code server}: the server alone, on a PostgreSQL that the environment names. */
record ServerCommand(Workspace workspace, ShutdownStack started) {

    private static final int DEFAULT_PORT = 8080;
    private static final List<String> REQUIRED = List.of(
            ServerSettings.DATASOURCE_URL, ServerSettings.DATASOURCE_USERNAME, ServerSettings.DATASOURCE_PASSWORD);

    int run(Arguments arguments) {
        ServerSettings settings = settings(arguments, System.getenv());
        RunDirectory run = started.open(workspace::newRunDirectory);
        ServerProcess.start(workspace, run, started, settings);
        return ServerProcess.stay(started);
    }

    /** Refuses what lacks a database, and what would be open to the network by oversight. */
    static ServerSettings settings(Arguments arguments, Map<String, String> environment) {
        Map<String, String> configuration = configuration(environment);
        String host = arguments.host().orElse("127.0.0.1");
        if (!isLoopback(host)) {
            checkAccess(host, configuration);
        }
        return new ServerSettings(host, arguments.port().orElse(DEFAULT_PORT), configuration);
    }

    private static Map<String, String> configuration(Map<String, String> environment) {
        Map<String, String> configuration = new TreeMap<>();
        Stream.concat(REQUIRED.stream(), Stream.of(ServerSettings.AUTH, ServerSettings.TOKENS))
                .forEach(key -> {
                    String value = environment.getOrDefault(ServerSettings.variable(key), "");
                    if (!value.isBlank()) {
                        configuration.put(key, value);
                    }
                });
        String missing = REQUIRED.stream()
                .filter(key -> !configuration.containsKey(key))
                .map(ServerSettings::variable)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new LaunchException("The server needs a PostgreSQL: set " + missing
                    + " (for a server with a database of its own there is `./orchestrator dev`).");
        }
        return configuration;
    }

    private static void checkAccess(String host, Map<String, String> configuration) {
        if ("none".equals(configuration.get(ServerSettings.AUTH))) {
            String line = "*".repeat(72);
            System.err.println(line + "\n* NO AUTHENTICATION: everybody who reaches " + host
                    + " may start, change and\n* read everything (ORCHESTRATOR_AUTH=none).\n" + line);
        } else if (!configuration.containsKey(ServerSettings.TOKENS)) {
            throw new LaunchException("Listening on " + host + " would let everybody on the network in: set"
                    + " ORCHESTRATOR_TOKENS, or say ORCHESTRATOR_AUTH=none if that is what you want.");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new LaunchException("There is no address '" + host + "' to listen on.", e);
        }
    }
}
