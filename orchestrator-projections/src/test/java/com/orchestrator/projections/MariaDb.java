package com.orchestrator.projections;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A MariaDB of the tests: on loopback and a free port, with its data in a folder of its own. */
final class MariaDb {

    private final Process server;
    private final int port;

    private MariaDb(Process server, int port) {
        this.server = server;
        this.port = port;
    }

    static MariaDb start(Path home) throws IOException, InterruptedException {
        String program = program();
        int port = freePort();
        Path data = Files.createDirectory(home.resolve("data"));
        Process server = new ProcessBuilder(
                        program,
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + data,
                        "--skip-grant-tables",
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--socket=" + home.resolve("socket"),
                        "--innodb-buffer-pool-size=32M",
                        "--innodb-log-file-size=16M")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        return new MariaDb(server, port);
    }

    /** Found or installed by the script of all tests; a machine that has neither fails with what it says. */
    private static String program() throws IOException, InterruptedException {
        Process script = new ProcessBuilder(
                        Path.of("..", "config", "test-tools.sh")
                                .toAbsolutePath()
                                .toString(),
                        "mariadb")
                .redirectError(new File("target", "mariadb-install.log"))
                .start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!script.waitFor(120, TimeUnit.SECONDS) || script.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(Path.of("target", "mariadb-install.log")));
        }
        return said.lines().reduce((first, last) -> last).orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/app?createDatabaseIfNotExist=true&connectTimeout=1000";
    }

    void stop() throws InterruptedException {
        server.destroy();
        server.waitFor();
    }
}
