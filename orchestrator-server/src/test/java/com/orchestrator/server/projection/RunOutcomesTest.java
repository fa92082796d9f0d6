package com.orchestrator.server.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.projections.Projections;
import com.orchestrator.projections.desk.Desk;
import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.Migration;
import com.orchestrator.projections.tables.TableNames;
import com.orchestrator.projections.worker.Running;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.webhook.AddressRules;
import com.orchestrator.server.webhook.HttpCourier;
import com.orchestrator.server.wiring.OwnEngine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The projection that a server runs by itself, here on a database of its own: what it counts is what was done. */
class RunOutcomesTest {

    private static final String OUTCOMES = "/api/v1/run-outcomes";
    private static final String DEFINITION = """
            {"apiVersion":"orchestrator/v1","kind":"Workflow","namespace":"shop","name":"%s","tasks":[%s]}
            """;

    @TempDir
    private Path folder;

    private final SettableClock clock = SettableClock.standing();
    private final OutcomeTable table = new OutcomeTable("run_outcomes");
    private Projections projections;
    private SQLiteDataSource database;
    private OwnEngine engine;
    private FeedEvents events;
    private TestServer server;

    @BeforeEach
    void open() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setBusyTimeout(20_000);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        database = new SQLiteDataSource(config);
        database.setUrl("jdbc:sqlite:" + folder.resolve("outcomes.db"));
        List<String> statements = new ArrayList<>(
                List.of(new Migration(Adapter.SQLITE, TableNames.DEFAULT).sql().split(";\n")));
        statements.add(table.migration());
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
        Projections.Builder builder = Projections.on(database)
                .heartbeat(Duration.ofMillis(200))
                .staleAfter(Duration.ofSeconds(20))
                .poll(Duration.ofMillis(20))
                .batch(3);
        engine = OwnEngine.onLocal(
                new InMemoryEngineStore(clock),
                new HttpCourier(AddressRules.STRICT),
                new TableProjections(
                        List.of(new TableProjections.Place(Desk.of(database, TableNames.DEFAULT), "the test")),
                        (namespace, workflow, query) -> {
                            try (Connection connection = database.getConnection()) {
                                return table.list(connection, namespace, workflow, query);
                            }
                        }));
        events = new FeedEvents(engine.feedService(), RunOutcomes.TYPES, InstantSource.system());
        projections = builder.source(events).projection(new RunOutcomes(table)).build();
        server = TestServer.of(engine);
        server.post("/api/v1/workflows", DEFINITION.formatted("quick", "{\"id\":\"a\",\"set\":{\"x\":1}}"));
        server.post(
                "/api/v1/workflows",
                DEFINITION.formatted("slow", "{\"id\":\"a\",\"signal\":{\"name\":\"go\",\"timeout\":\"24h\"}}"));
    }

    @AfterEach
    void close() {
        events.close();
        server.close();
        engine.close();
    }

    private void start(String workflow, String runId) {
        assertThat(server.post(
                                "/api/v1/workflows/shop/" + workflow + "/instances",
                                "{\"runId\":\"" + runId + "\",\"input\":{}}")
                        .status())
                .isLessThan(300);
    }

    private void whileCounting(Runnable body) throws SQLException {
        Running worker = projections.start();
        try {
            body.run();
        } finally {
            worker.close();
        }
    }

    private void awaitRuns(int runs) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(counted()).isEqualTo(runs));
    }

    private int counted() {
        int runs = 0;
        for (JsonNode item : server.get(OUTCOMES).json().get("items")) {
            runs += item.get("runs").asInt();
        }
        return runs;
    }

    @Test
    void whatHasEnded_isCounted_byHourWorkflowAndState_once() throws Exception {
        for (int i = 0; i < 7; i++) {
            start("quick", "q" + i);
        }
        start("slow", "s1");
        String slow = server.get("/api/v1/instances?runId=s1")
                .json()
                .at("/items/0/instanceId")
                .asText();
        assertThat(server.post("/api/v1/instances/" + slow + "/cancel", "{\"reason\":\"too slow\"}")
                        .status())
                .isLessThan(300);
        whileCounting(() -> {
            awaitRuns(8);
            events.close();
        });
        clock.advance(Duration.ofHours(2));
        start("quick", "later");
        whileCounting(() -> {
            awaitRuns(9);
            await().untilAsserted(() -> assertThat(server.get("/api/v1/projections/" + RunOutcomes.NAME)
                            .json()
                            .at("/lag/events")
                            .asInt(-1))
                    .isZero());
        });
        JsonNode items = server.get(OUTCOMES).json().get("items");
        assertThat(items)
                .extracting(item -> item.get("workflow").asText() + " "
                        + item.get("state").asText() + " " + item.get("runs").asInt())
                .containsExactly("quick COMPLETED 1", "quick COMPLETED 7", "slow CANCELLED 1");
        assertThat(Instant.parse(items.get(0).get("hour").asText()))
                .isEqualTo(Instant.parse(items.get(1).get("hour").asText()).plus(Duration.ofHours(2)));

        JsonNode first = server.get(OUTCOMES + "?limit=2").json();
        assertThat(server.get(OUTCOMES + "?limit=2&cursor="
                                + first.at("/page/next").asText())
                        .json()
                        .get("items"))
                .hasSize(1);
        assertThat(server.get(OUTCOMES + "?namespace=shop&workflow=slow").json().get("items"))
                .hasSize(1);
        assertThat(server.get(OUTCOMES + "?cursor=nonsense").status()).isEqualTo(400);
    }
}
