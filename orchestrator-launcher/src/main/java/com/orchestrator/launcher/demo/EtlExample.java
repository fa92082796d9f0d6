package com.orchestrator.launcher.demo;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Processes;
import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The example that extracts and loads, as the process it would be in life; it tells its story itself. */
public final class EtlExample implements AutoCloseable {

    private static final String MAIN = "com.orchestrator.examples.scheduleetl.ScheduleEtl";
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Process process;
    private final Path log;

    private EtlExample(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param classPath of the example
     * @param data where its files go
     * @param postgres also the database that it loads into
     */
    public static EtlExample start(String classPath, String serverUrl, EmbeddedPostgres postgres, Path data, Path log) {
        var builder = new ProcessBuilder(
                        Subprocess.java(), "-XX:+UseSerialGC", "-Xmx256m", "-cp", classPath, MAIN, data.toString())
                .redirectOutput(Redirect.INHERIT)
                .redirectError(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "ORCHESTRATOR_URL",
                        serverUrl,
                        "SHOP_URL",
                        postgres.jdbcUrl(),
                        "SHOP_USERNAME",
                        EmbeddedPostgres.USER,
                        "SHOP_PASSWORD",
                        postgres.password()));
        try {
            return new EtlExample(builder.start(), log);
        } catch (IOException e) {
            throw new LaunchException("Cannot start the example: " + e.getMessage(), e);
        }
    }

    /** Returns when the story is told. */
    public void await() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new LaunchException(
                        "The example is not through after " + LIMIT.toMinutes() + " minutes; its log is " + log + ".");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchException("The example was stopped.", stopped);
        }
        if (process.exitValue() != 0) {
            throw new LaunchException("The example ended with " + process.exitValue() + "; its log is " + log + ".");
        }
    }

    @Override
    public void close() {
        Processes.stop(process, STOP_LIMIT);
    }
}
