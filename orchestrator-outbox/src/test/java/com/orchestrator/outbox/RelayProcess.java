package com.orchestrator.outbox;

import com.orchestrator.outbox.relay.OutboxRelay;
import com.orchestrator.worker.OrchestratorClient;
import com.zaxxer.hikari.HikariDataSource;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A relay in a process of its own, to be killed. */
final class RelayProcess {

    private RelayProcess() {}

    static Process start(Shop shop) throws IOException {
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RelayProcess.class.getName(),
                        shop.url,
                        shop.user,
                        shop.password,
                        shop.server.url().toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(new File("target", "relay-processes.log")))
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        try (HikariDataSource pool = Shop.pool(arguments[0], arguments[1], arguments[2]);
                OutboxRelay relay = OutboxRelay.from(pool)
                        .idleWait(Duration.ofMillis(20))
                        .lease(Duration.ofMillis(900))
                        .to(ServerDestination.of(OrchestratorClient.connect(URI.create(arguments[3]))))) {
            relay.wake();
            new CountDownLatch(1).await();
        }
    }
}
