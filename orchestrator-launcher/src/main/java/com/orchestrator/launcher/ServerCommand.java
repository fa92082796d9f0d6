package com.orchestrator.launcher;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.ShutdownStack;
import com.orchestrator.launcher.payara.ServerPreflight;
import com.orchestrator.launcher.payara.ServerSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code server}: the server alone, on a PostgreSQL that the configuration names. */
record ServerCommand(Workspace workspace, ShutdownStack started) {

    private static final int DEFAULT_PORT = 8080;
    private static final List<String> REQUIRED = List.of(
            ServerSettings.DATASOURCE_URL, ServerSettings.DATASOURCE_USERNAME, ServerSettings.DATASOURCE_PASSWORD);

    int run(Arguments arguments) {
        ServerSettings settings = settings(arguments, ServerPreflight.configured());
        RunDirectory run = started.open(workspace::newRunDirectory);
        ServerProcess.start(workspace, run, started, settings);
        return ServerProcess.stay(started);
    }

    /**
     * Refuses what lacks a database, and what would be open to the network by oversight. The server reads its settings itself,
     * so it is told none.
     *
     * @param configured what is set, by key
     */
    static ServerSettings settings(Arguments arguments, Map<String, String> configured) {
        checkDatabase(configured);
        String host = arguments.host().orElse("127.0.0.1");
        if (!isLoopback(host)) {
            checkAccess(host, configured);
        }
        return new ServerSettings(host, arguments.port().orElse(DEFAULT_PORT), Map.of());
    }

    private static void checkDatabase(Map<String, String> configured) {
        String missing = REQUIRED.stream()
                .filter(key -> !configured.containsKey(key))
                .map(ServerSettings::variable)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new LaunchException("The server needs a PostgreSQL: set " + missing
                    + " (for a server with a database of its own there is `./orchestrator dev`).");
        }
    }

    private static void checkAccess(String host, Map<String, String> configured) {
        if ("none".equals(configured.get(ServerSettings.AUTH))) {
            String line = "*".repeat(72);
            System.err.println(line + "\n* NO AUTHENTICATION: everybody who reaches " + host
                    + " may start, change and\n* read everything (ORCHESTRATOR_AUTH=none).\n" + line);
        } else if (!configured.containsKey(ServerSettings.TOKENS)) {
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
