package com.orchestrator.launcher.demo;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Processes;
import com.orchestrator.launcher.os.Subprocess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The example's worker as the separate process it would be in life. */
final class OrderSagaWorker implements AutoCloseable {

    private static final String MAIN = "com.orchestrator.examples.ordersaga.OrderSagaWorker";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Process process;
    private final Path log;

    private OrderSagaWorker(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static OrderSagaWorker start(Path example, String serverUrl, Path log) {
        var builder = new ProcessBuilder(
                        Subprocess.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        example.resolve("lib") + File.separator + "*",
                        MAIN)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("ORCHESTRATOR_URL", serverUrl);
        try {
            return new OrderSagaWorker(builder.start(), log);
        } catch (IOException e) {
            throw new LaunchException("Cannot start the worker: " + e.getMessage(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** A demo without its worker would wait for ever. */
    void checkAlive() {
        if (!process.isAlive()) {
            throw new LaunchException("The worker ended with " + process.exitValue() + "; its log is " + log + ".");
        }
    }

    /** Asks first, so that it can give its tasks back. */
    @Override
    public void close() {
        Processes.stop(process, STOP_LIMIT);
    }
}
