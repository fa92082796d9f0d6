package com.orchestrator.engine.persistence;

import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A process that does nothing but be a server of a database, until it is killed. */
final class BatchServer {

    /** What is looked for from time to time is looked for often. */
    static final EngineConfig CONFIG = new EngineConfig(
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            3,
            Duration.ofMillis(100),
            2,
            500,
            20_000,
            10_000,
            1_000,
            1_000_000);

    private BatchServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        PostgresConfig config = new PostgresConfig(arguments[0], arguments[1], arguments[2], 4, true);
        try (PostgresEngineStore store = PostgresEngineStore.open(config);
                OrchestratorEngine engine =
                        new OrchestratorEngine(CONFIG, store, new DefinitionCompiler(new ExpressionCompiler()))) {
            System.out.println("up " + engine.metrics().read().size());
            new CountDownLatch(1).await();
        }
    }

    static Process start(PostgresConfig config) {
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            BatchServer.class.getName(),
                            config.jdbcUrl(),
                            config.username(),
                            config.password())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
