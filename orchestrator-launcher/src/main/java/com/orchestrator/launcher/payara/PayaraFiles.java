package com.orchestrator.launcher.payara;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a start of Payara reads besides its own files: commands around boot, and what is logged. */
final class PayaraFiles {

    private static final String CONFIG = "set configs.config.server-config.";
    private static final String LISTENER = CONFIG + "network-config.network-listeners.network-listener.http-listener.";
    private static final String HTTP = CONFIG + "network-config.protocols.protocol.http-listener.http.";

    private PayaraFiles() {}

    static Path writePrebootCommands(Path directory, String host) throws IOException {
        return Files.write(
                directory.resolve("preboot.txt"),
                List.of(
                        LISTENER + "address=" + host,
                        LISTENER + "enabled=false",
                        HTTP + "server-header=false",
                        HTTP + "request-timeout-seconds=120",
                        HTTP + "compression=on",
                        // Looks every two seconds whether there is another WAR, which was 3 % of a busy server.
                        CONFIG + "admin-service.das-config.dynamic-reload-enabled=false",
                        CONFIG + "microprofile-metrics-configuration.enabled=false",
                        CONFIG + "monitoring-service.monitoring-enabled=false"));
    }

    /** The WAR answers these paths itself; Payara's own would hide them. Before boot they cannot be switched off. */
    static Path writePostbootCommands(Path directory) throws IOException {
        return Files.write(
                directory.resolve("postboot.txt"),
                List.of(
                        "set-microprofile-healthcheck-configuration --enabled=false",
                        "set-openapi-configuration --enabled=false"));
    }

    /** Nobody is let in before the WAR is there to answer: Payara would say 404 in its stead. */
    static Path writePostdeployCommands(Path directory) throws IOException {
        return Files.write(directory.resolve("postdeploy.txt"), List.of(LISTENER + "enabled=true"));
    }
}
