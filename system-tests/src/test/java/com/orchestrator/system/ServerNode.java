package com.orchestrator.system;

import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The real WAR on Payara Micro in a process of its own, as {@code ./orchestrator server} starts it. */
final class ServerNode implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Installation installation;
    private final EmbeddedPostgres database;
    private final int port;
    private Process process;

    ServerNode(Installation installation, EmbeddedPostgres database) {
        this.installation = installation;
        this.database = database;
        this.port = freePort();
        this.process = spawn();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private Process spawn() {
        List<String> command = new ArrayList<>(installation.java());
        command.addAll(List.of("server", "--port", String.valueOf(port)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ORCHESTRATOR_DATASOURCE_URL", database.jdbcUrl());
        builder.environment().put("ORCHESTRATOR_DATASOURCE_USERNAME", EmbeddedPostgres.USER);
        builder.environment().put("ORCHESTRATOR_DATASOURCE_PASSWORD", database.password());
        builder.environment().put("ORCHESTRATOR_AUTH", "none");
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(
                installation.logs().resolve("server-" + port + ".log").toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServerNode awaitReady() {
        Awaitility.await("server on port " + port + " to be ready")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(this::isReady);
        return this;
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("The server ended with " + process.exitValue() + ":\n" + log());
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(url().resolve("/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(installation.logs().resolve("server-" + port + ".log"));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    /** kill -9 */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** A new process on the same port. */
    ServerNode restart() {
        process = spawn();
        return awaitReady();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    /** What the build has put together, found from the module's folder. */
    record Installation(Path root, Path work) {

        static Installation prepare(Path work) throws IOException, InterruptedException {
            Path root = Path.of("..").toAbsolutePath().normalize();
            Installation installation = new Installation(root, work);
            Files.createDirectories(installation.logs());
            Process unpack = new ProcessBuilder(
                            javaBinary(),
                            "-cp",
                            installation.launcherJar(),
                            "com.orchestrator.launcher.payara.PayaraInstall",
                            installation.dist().resolve("payara-micro.jar").toString(),
                            installation.payara().toString())
                    .inheritIO()
                    .start();
            if (unpack.waitFor() != 0) {
                throw new AssertionError("Payara Micro could not be unpacked");
            }
            return installation;
        }

        static String javaBinary() {
            return Path.of(System.getProperty("java.home"), "bin", "java").toString();
        }

        Path logs() {
            return work.resolve("logs");
        }

        private Path dist() {
            return root.resolve("orchestrator-launcher/target/dist");
        }

        private Path payara() {
            return work.resolve("payara");
        }

        private String launcherJar() {
            try (var jars = Files.list(root.resolve("orchestrator-launcher/target"))) {
                return jars.filter(jar ->
                                jar.getFileName().toString().matches("orchestrator-launcher-[^-]+(-SNAPSHOT)?\\.jar"))
                        .findFirst()
                        .orElseThrow()
                        .toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<String> java() {
            String classPath = String.join(
                    java.io.File.pathSeparator,
                    payara().resolve("launch-micro.jar").toString(),
                    launcherJar(),
                    dist().resolve("lib").toString() + "/*");
            return List.of(
                    javaBinary(),
                    "@" + payara().resolve("java.args"),
                    "-Xmx512m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Dorchestrator.root=" + root,
                    "-Dorchestrator.payara=" + payara(),
                    "-cp",
                    classPath,
                    "com.orchestrator.launcher.Main");
        }
    }
}
