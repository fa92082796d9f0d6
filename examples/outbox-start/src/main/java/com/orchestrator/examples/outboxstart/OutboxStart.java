package com.orchestrator.examples.outboxstart;

import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.outbox.ServerDestination;
import com.orchestrator.outbox.relay.Outbox;
import com.orchestrator.outbox.relay.OutboxRelay;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.WorkflowResult;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Orders that are placed, refused and paid in a database, and the runs that follow from it. */
public final class OutboxStart {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private OutboxStart() {}

    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                EmbeddedOrchestrator server = EmbeddedOrchestrator.inMemory()) {
            play(postgres.getPostgresDatabase(), server.url(), line -> System.out.println("  " + line));
        }
    }

    static void play(DataSource database, URI server, Consumer<String> printer)
            throws IOException, SQLException, InterruptedException {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/shop", Outbox.FLYWAY_LOCATION)
                .load()
                .migrate();
        OrchestratorClient client = OrchestratorClient.connect(server);
        client.register(definition(), "application/yaml");
        OrchestratorWorker worker = OrchestratorWorker.connect(server)
                .handle("inventory.reserve", Object.class, String.class, (order, task) -> "res-" + task.runId())
                .handle("shipping.ship", Object.class, String.class, (order, task) -> "parcel-" + task.runId())
                .start();
        OutboxRelay relay = OutboxRelay.from(database).to(ServerDestination.of(client));
        try (worker;
                relay) {
            trade(new Orders(database), printer);
            if (relay.flush(PATIENCE)) {
                report(client, printer);
            }
        }
    }

    private static void trade(Orders orders, Consumer<String> printer) throws SQLException {
        orders.place("o-1", new BigDecimal("49.90"));
        printer.accept("o-1 is placed");
        try {
            orders.place("o-2", new BigDecimal("5000"));
        } catch (SQLException tooDear) {
            printer.accept("o-2 is rolled back: "
                    + String.valueOf(tooDear.getMessage()).split("\\R", 2)[0]);
        }
        orders.placeInSql("o-3", new BigDecimal("12.50"));
        printer.accept("o-3 is placed in SQL");
        orders.pay("o-1", "p-1");
        orders.pay("o-3", "p-3");
        printer.accept("o-1 and o-3 are paid");
    }

    private static void report(OrchestratorClient client, Consumer<String> printer) {
        for (String order : List.of("o-1", "o-2", "o-3")) {
            List<WorkflowInstance> runs = client.runs().runId(order).first(2);
            if (runs.isEmpty()) {
                printer.accept(order + " has no run");
            }
            for (WorkflowInstance run : runs) {
                WorkflowResult result = client.result(run.instanceId(), PATIENCE);
                printer.accept(order + " " + result.state() + " " + result.output());
            }
        }
    }

    private static String definition() throws IOException {
        try (InputStream resource = OutboxStart.class.getResourceAsStream("/order.yaml")) {
            if (resource == null) {
                throw new IllegalStateException("There is no order.yaml");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
