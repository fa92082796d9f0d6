package com.orchestrator.examples.wildflycdi;

import com.orchestrator.examples.payaracdi.ContainerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The web application in a WildFly. */
class WildflyCdiIT extends ContainerContract {

    private static final Path HOME = Path.of("target", "wildfly-" + System.getProperty("wildfly.version"));

    /** Readiness is at the port of its administration. */
    @Override
    protected ProcessBuilder container(int readinessPort) throws IOException {
        Files.copy(
                Path.of("target", "wildfly-cdi.war"),
                HOME.resolve("standalone/deployments/ROOT.war"),
                StandardCopyOption.REPLACE_EXISTING);
        ProcessBuilder command = new ProcessBuilder(
                HOME.resolve("bin/standalone.sh").toString(),
                "-c",
                "standalone-microprofile.xml",
                "-Djboss.http.port=" + freePort(),
                "-Djboss.management.http.port=" + readinessPort);
        command.environment().put("JAVA", java());
        command.environment().put("LAUNCH_JBOSS_IN_BACKGROUND", "true");
        return command;
    }

    /** Of {@code META-INF/microprofile-config.properties}. */
    @Override
    protected String worker() {
        return "wildfly";
    }
}
