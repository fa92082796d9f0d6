package com.orchestrator.launcher.demo;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Processes;
import com.orchestrator.launcher.os.Subprocess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

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
                        classPath(example),
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
            throw new LaunchException("The worker ended with " + process.exitValue() + ":\n" + logTail());
        }
    }

    /** Asks first, so that it can give its tasks back. */
    @Override
    public void close() {
        Processes.stop(process, STOP_LIMIT);
    }

    private static String classPath(Path example) {
        Path target = example.resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            List<Path> jars = files.filter(OrderSagaWorker::isProgram).toList();
            if (jars.isEmpty()) {
                throw new LaunchException("There is no jar in " + target + "; the build has not made it.");
            }
            return jars.get(0) + File.pathSeparator + target.resolve("lib") + File.separator + "*";
        } catch (IOException e) {
            throw new LaunchException("Cannot read " + target + ": " + e.getMessage(), e);
        }
    }

    private static boolean isProgram(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".jar") && !name.contains("-sources") && !name.contains("-tests");
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            int linesMax = 20;
            return String.join("\n", lines.subList(Math.max(0, lines.size() - linesMax), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
