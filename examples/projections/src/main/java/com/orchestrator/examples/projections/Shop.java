package com.orchestrator.examples.projections;

import com.orchestrator.api.webhook.WebhookSignature;
import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.projections.EventSource;
import com.orchestrator.projections.EventTable;
import com.orchestrator.projections.Projections;
import com.orchestrator.projections.history.RunHistory;
import com.orchestrator.projections.tables.TableNames;
import com.orchestrator.projections.worker.Running;
import com.orchestrator.worker.OrchestratorClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Appends events, runs workflows, and prints what projections have made of them. */
public final class Shop {

    private static final TableNames HISTORY = TableNames.DEFAULT.withSchema("history");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: restock
            tasks:
              - { id: note, set: { step: done } }
            """;

    private final Database database;
    private final Consumer<String> printer;

    /** @param file that does not exist yet */
    Shop(Path file, Consumer<String> printer) throws SQLException {
        this.database = new Database(file, HISTORY);
        this.printer = printer;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("shop");
        new Shop(folder.resolve("shop.db"), System.out::println).run();
    }

    void run() throws Exception {
        EventSource events =
                EventTable.of(database.source(), "events").committedInOrder().build();
        Projections ofEvents = Projections.on(database.source())
                .source(events)
                .projection(new UserReadModel())
                .projection(new OrderAnalytics())
                .projection(new IntegrationPublisher())
                .build();
        Running worker = ofEvents.start();
        try {
            appendEvents();
            await("SELECT count(*) FROM outbox", "5");
            await("SELECT orders FROM sales", "3");
            await("SELECT name FROM users WHERE id = 'u1'", "Ada Lovelace");
        } finally {
            worker.close();
        }
        printer.accept("users: " + database.one("SELECT group_concat(name) FROM users"));
        printer.accept("orders: " + database.one("SELECT orders || ', ' || cents || ' cents' FROM sales"));
        tellOthers();
        runWorkflows();
    }

    private void appendEvents() throws SQLException {
        database.append("Identity", "User", "u1", "Registered", "Ada");
        database.append("Sales", "Order", "o1", "Placed", "2495");
        database.append("Sales", "Order", "o2", "Placed", "4990");
        database.append("Identity", "User", "u1", "Renamed", "Ada Lovelace");
        database.append("Sales", "Order", "o3", "Placed", "1200");
    }

    /** What stands in the outbox goes to another system, here one in this process. */
    private void tellOthers() throws Exception {
        String secret = WebhookSignature.newSecret();
        try (Partner partner = new Partner(secret);
                Relay relay = new Relay(database, partner.url(), secret)) {
            relay.start();
            await("SELECT count(*) FROM outbox", "0");
            printer.accept("sent: " + String.join(", ", partner.kept()));
        }
    }

    /** Of the engine's own histories: here of one inside this process, else of any server. */
    private void runWorkflows() throws Exception {
        try (EmbeddedOrchestrator orchestrator = EmbeddedOrchestrator.inMemory()) {
            OrchestratorClient client = OrchestratorClient.connect(orchestrator.url());
            client.register(WORKFLOW, "application/yaml");
            client.start("shop", "restock", "r1", Map.of());
            client.start("shop", "restock", "r2", Map.of());
            try (RunHistory history = RunHistory.of(client)) {
                Projections ofRuns = Projections.on(database.source())
                        .source(history)
                        .projection(new RunOutcomes())
                        .tables(HISTORY)
                        .build();
                Running worker = ofRuns.start();
                try {
                    await("SELECT completed FROM outcomes", "2");
                    client.start("shop", "restock", "r3", Map.of());
                    await("SELECT completed FROM outcomes", "3");
                } finally {
                    worker.close();
                }
            }
        }
        printer.accept("completed: " + database.one("SELECT workflow || ' ' || completed FROM outcomes"));
    }

    /** A read model follows its events a moment later. */
    private void await(String sql, String value) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!database.one(sql).equals(value)) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(sql + " is " + database.one(sql) + " and no " + value);
            }
            boolean ignored = never.await(20, TimeUnit.MILLISECONDS);
        }
    }
}
