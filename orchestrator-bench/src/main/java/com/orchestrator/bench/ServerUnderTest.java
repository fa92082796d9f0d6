package com.orchestrator.bench;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** {@code ./orchestrator server} as its own process. */
final class ServerUnderTest implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final int STOP_SECONDS = 15;

    private final Process process;
    private final String url;

    private ServerUnderTest(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    static ServerUnderTest start(Path root, Database database, Path log) {
        int port = Ports.free();
        var builder = new ProcessBuilder(root.resolve("orchestrator").toString(), "server", "--port", "" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("ORCHESTRATOR_DATASOURCE_URL", database.jdbcUrl());
        builder.environment().put("ORCHESTRATOR_DATASOURCE_USERNAME", "orchestrator");
        builder.environment().put("ORCHESTRATOR_DATASOURCE_PASSWORD", database.password());
        builder.environment().put("ORCHESTRATOR_AUTH", "none");
        try {
            Process process = builder.start();
            boolean ready = Await.until(START_LIMIT, Duration.ofMillis(100), () -> !process.isAlive() || listens(log));
            if (!ready || !process.isAlive()) {
                process.destroyForcibly();
                throw new LaunchException("The server did not start; it said:\n" + Files.readString(log));
            }
            return new ServerUnderTest(process, "http://127.0.0.1:" + port);
        } catch (IOException e) {
            throw new LaunchException("Cannot start the server: " + e.getMessage(), e);
        }
    }

    private static boolean listens(Path log) {
        try {
            return Files.readString(log).contains("Listening on");
        } catch (IOException e) {
            return false;
        }
    }

    String url() {
        return url;
    }

    double cpu() {
        return CpuMeter.ofProcess(process.pid());
    }

    double compilersCpu() {
        return CpuMeter.ofCompilers(process.pid());
    }

    @Override
    public void close() {
        Processes.stop(process, STOP_SECONDS);
    }
}
