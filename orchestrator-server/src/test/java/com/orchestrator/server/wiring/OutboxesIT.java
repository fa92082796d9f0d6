package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.fleet.OutboxState;
import com.orchestrator.api.fleet.OutboxStatus;
import com.orchestrator.outbox.relay.Outbox;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A server that is told of outboxes in its own database, by its settings alone. */
class OutboxesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String ORDER = """
            {"apiVersion":"orchestrator/v1","kind":"Workflow","namespace":"shop","name":"order",
             "tasks":[{"id":"ship","task":"ship"}]}""";

    private static final Path DOCUMENT = Path.of("../docs/how-to/outbox.md");

    private final TestDatabase database = TestDatabase.create();

    private void makeOutbox(String schema) {
        database.execute("CREATE SCHEMA " + schema + "; SET search_path TO " + schema + ";" + Outbox.sql());
    }

    private static OutboxStatus outbox(OutboxServer server) {
        return server.outboxes.all().get(0);
    }

    @Test
    void anOutboxThatIsNotThere_isSaidOnce_andRelayedWhenItIs() {
        List<String> said = new CopyOnWriteArrayList<>();
        Logger log = Logger.getLogger("com.orchestrator.outbox.relay.OutboxRelay");
        Handler handler = listening(said);
        log.addHandler(handler);
        try (OutboxServer server = new OutboxServer(database.config(), "app:shop", "one");
                TestServer rest = server.rest()) {
            rest.post("/api/v1/workflows", ORDER);
            await().atMost(PATIENCE).until(() -> outbox(server).state() == OutboxState.MISSING);
            await().during(Duration.ofMillis(1_200)).atMost(PATIENCE).until(() -> said.size() == 1);
            assertThat(said.get(0)).isEqualTo("There is no outbox yet in schema app");

            makeOutbox("app");
            database.execute("SELECT app.orchestrator_start('shop', 'order', 'o-1')");
            database.execute("SELECT app.orchestrator_start('billing', 'order', 'o-2')");
            await().atMost(PATIENCE).until(() -> outbox(server).handedOver() == 1);
            await().atMost(PATIENCE)
                    .until(() -> database.query("SELECT code FROM app.orchestrator_outbox")
                            .equals(List.of("FORBIDDEN")));
            assertThat(rest.get("/api/v1/instances?runId=o-1").json().get("items"))
                    .hasSize(1);
            assertThat(database.query("SELECT holder FROM app.orchestrator_outbox_lease"))
                    .singleElement()
                    .asString()
                    .startsWith("one/");
            assertShown(rest);
        } finally {
            log.removeHandler(handler);
        }
        assertThat(database.query("SELECT holder FROM app.orchestrator_outbox_lease"))
                .as("the lease is given back")
                .isEmpty();
    }

    private static Handler listening(List<String> said) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static void assertShown(TestServer rest) {
        await().atMost(PATIENCE)
                .until(() -> rest.get("/api/v1/server/outboxes")
                                .json()
                                .at("/items/0/backlog/refused")
                                .asInt()
                        == 1);
        JsonNode one = rest.get("/api/v1/server/outboxes").json().at("/items/0");
        assertThat(one.get("schema").asText()).isEqualTo("app");
        assertThat(one.get("namespace").asText()).isEqualTo("shop");
        assertThat(one.get("state").asText()).isEqualTo("LEADS");
        assertThat(one.at("/backlog/waiting").asInt()).isZero();
        assertThat(one.get("lastFault").asText()).startsWith("FORBIDDEN: ");
        assertThat(rest.get("/metrics").text())
                .contains(
                        "orchestrator_outbox_handed_over_total{schema=\"app\"} 1.0\n",
                        "orchestrator_outbox_leads{schema=\"app\"} 1.0\n",
                        "orchestrator_outbox_waiting{schema=\"app\"} 0.0\n",
                        "orchestrator_outbox_refused{schema=\"app\"} 1.0\n",
                        "orchestrator_outbox_oldest_seconds{schema=\"app\"} 0.0\n");
    }

    /** By a role that may do nothing else, as docs/how-to/outbox.md says. */
    @Test
    void aRoleOfItsOwn_isEnough() throws IOException {
        makeOutbox("shop");
        database.execute("DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'orchestrator_outbox')"
                + " THEN CREATE ROLE orchestrator_outbox LOGIN PASSWORD 'secret'; END IF; END $$;" + block("grants"));
        try (OutboxServer server = new OutboxServer(
                        database.config(),
                        Map.of(
                                "orchestrator.outbox.schemas", "shop:orders",
                                "orchestrator.outbox.username", "orchestrator_outbox",
                                "orchestrator.outbox.password", "secret"));
                TestServer rest = server.rest()) {
            rest.post("/api/v1/workflows", ORDER.replace("\"shop\"", "\"orders\""));
            database.execute(block("start"));
            await().atMost(PATIENCE).until(() -> outbox(server).handedOver() == 1);
            assertThat(rest.get("/api/v1/instances?namespace=orders&runId=o-4711")
                            .json()
                            .get("items"))
                    .hasSize(1);
            assertThat(
                            database.query(
                                    "SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name = 'orchestrator-outbox'"))
                    .containsExactly("orchestrator_outbox");
        }
    }

    private static String block(String mark) throws IOException {
        Matcher block = Pattern.compile("<!-- " + mark + ": run by OutboxesIT -->\n\n```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCUMENT));
        assertThat(block.find()).as(mark).isTrue();
        return block.group(1);
    }

    @Test
    void withoutASchema_nothingIsDone_andNothingIsShown() {
        try (OutboxServer server = new OutboxServer(database.config(), "", "one");
                TestServer rest = server.rest()) {
            assertThat(rest.get("/api/v1/server/outboxes").text()).isEqualTo("{\"items\":[]}");
            assertThat(rest.get("/metrics").text()).doesNotContain("orchestrator_outbox");
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("orchestrator-outbox"));
        }
    }
}
