package com.orchestrator.server.wiring;

import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.server.outbox.Outboxes;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.testing.TestServer;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What a server does about outboxes, of the settings that it would have; here, or in a process of its own that is there to be killed. */
final class OutboxServer implements AutoCloseable {

    /** So that nobody who tests waits long. */
    private static final Duration LEASE = Duration.ofMillis(1_500);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    final Engine engine;
    final Quotas quotas;
    final Outboxes outboxes;

    OutboxServer(PostgresConfig database, String schemas, String node) {
        this(database, Map.of("orchestrator.outbox.schemas", schemas, "orchestrator.router.node", node));
    }

    OutboxServer(PostgresConfig database, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        // What the address says of a user would win over all else.
        values.put("orchestrator.datasource.url", database.jdbcUrl().replaceFirst("\\?.*", ""));
        values.put("orchestrator.datasource.username", database.username());
        values.put("orchestrator.datasource.password", database.password());
        values.put("orchestrator.auth", "none");
        ServerConfig config = ServerConfig.read(() -> Settings.of(List.of(new ConfigSource("test", values))));
        quotas = Quotas.of(config.quotas());
        engine = EngineProducer.produce(config, opened::push);
        outboxes = config.outboxes()
                .leasing(LEASE)
                .open(config.database(), engine, quotas, config.bodyLimit(), opened::push);
    }

    /** To be asked over HTTP. */
    TestServer rest() {
        return TestServer.of(engine, quotas, outboxes);
    }

    static Process start(PostgresConfig database, String schemas, String node) throws IOException {
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx192m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OutboxServer.class.getName(),
                        database.jdbcUrl(),
                        database.username(),
                        database.password(),
                        schemas,
                        node))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(new File("target", "outbox-servers.log")))
                .start();
    }

    public static void main(String[] arguments) throws InterruptedException {
        PostgresConfig database = new PostgresConfig(arguments[0], arguments[1], arguments[2], 4, false);
        try (OutboxServer server = new OutboxServer(database, arguments[3], arguments[4])) {
            server.stay();
        }
    }

    private void stay() throws InterruptedException {
        new CountDownLatch(outboxes.all().size()).await();
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            close(opened.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
