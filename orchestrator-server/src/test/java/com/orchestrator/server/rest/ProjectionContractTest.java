package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.projections.EventBatch;
import com.orchestrator.projections.EventTable;
import com.orchestrator.projections.Projections;
import com.orchestrator.projections.Rebuildable;
import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.Migration;
import com.orchestrator.projections.tables.TableNames;
import com.orchestrator.projections.worker.Running;
import com.orchestrator.server.projection.TableProjections;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.webhook.AddressRules;
import com.orchestrator.server.webhook.HttpCourier;
import com.orchestrator.server.wiring.OwnEngine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Projections over HTTP, which run beside the server on a database of their own. */
class ProjectionContractTest {

    private static final String ALL = "/api/v1/projections";
    private static final String NAMES = ALL + "/names";

    @TempDir
    private Path folder;

    private final AtomicBoolean mended = new AtomicBoolean();
    private SQLiteDataSource database;
    private Projections projections;
    private OwnEngine engine;
    private TestServer server;

    /** Keeps the ids of events by build, and stands at the third. */
    private final class Names implements Rebuildable {

        @Override
        public String name() {
            return "names";
        }

        @Override
        public void handle(EventBatch batch, Connection connection) throws SQLException {
            for (var event : batch) {
                if (event.id().equals("3") && !mended.get()) {
                    throw new IllegalStateException("cannot");
                }
                change(connection, "INSERT INTO names VALUES (" + batch.build() + ", ?)", Integer.parseInt(event.id()));
            }
        }

        @Override
        public void prepare(Connection connection, int build) throws SQLException {
            change(connection, "DELETE FROM names WHERE build = ?", build);
        }

        @Override
        public void swap(Connection connection, int build, int before) throws SQLException {
            change(connection, "DELETE FROM names WHERE build = ?", before);
        }

        @Override
        public void discard(Connection connection, int build) throws SQLException {
            change(connection, "DELETE FROM names WHERE build = ?", build);
        }

        private static void change(Connection connection, String sql, int value) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setInt(1, value);
                statement.executeUpdate();
            }
        }
    }

    @BeforeEach
    void open() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setBusyTimeout(20_000);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        database = new SQLiteDataSource(config);
        database.setUrl("jdbc:sqlite:" + folder.resolve("read-models.db"));
        for (String statement :
                new Migration(Adapter.SQLITE, TableNames.DEFAULT).sql().split(";\n")) {
            execute(statement);
        }
        execute("CREATE TABLE names (build INT, id INT)");
        execute("CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, context TEXT, aggregate_type TEXT,"
                + " aggregate_id TEXT, type TEXT, payload TEXT)");
        for (int i = 0; i < 5; i++) {
            execute("INSERT INTO events (context, aggregate_type, aggregate_id, type, payload)"
                    + " VALUES ('c', 't', 'a', 'Happened', '{}')");
        }
        projections = Projections.on(database)
                .source(EventTable.of(database, "events").committedInOrder().build())
                .projection(new Names())
                .generation(4)
                .heartbeat(Duration.ofMillis(200))
                .staleAfter(Duration.ofSeconds(20))
                .poll(Duration.ofMillis(20))
                .retryAfter(Duration.ofMillis(20))
                .build();
        engine = OwnEngine.onLocal(
                new InMemoryEngineStore(SettableClock.standing()),
                new HttpCourier(AddressRules.STRICT),
                new TableProjections(List.of(new TableProjections.Place(projections.desk(), "the test"))));
        server = TestServer.of(engine);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private void whileWorking(Runnable body) throws SQLException {
        Running worker = projections.start();
        try {
            body.run();
        } finally {
            worker.close();
        }
    }

    private JsonNode names() {
        return server.get(NAMES).json();
    }

    private void awaitState(String state) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(names().path("state").asText()).isEqualTo(state));
    }

    private Answer ask(String what, String body) {
        return server.post(NAMES + what, body);
    }

    @Test
    void beforeTheFirstWorker_thereIsNothing() {
        assertThat(server.get(ALL).json().get("items")).isEmpty();
        assertThat(server.get(NAMES).status()).isEqualTo(404);
        assertThat(server.get("/api/v1/generations").json().get("items")).isEmpty();
        assertThat(server.get("/api/v1/generations/current")
                        .json()
                        .get("generation")
                        .asInt())
                .isZero();
    }

    @Test
    void withoutTables_thereIsNothing_andNoFault() throws SQLException {
        execute("DROP TABLE orchestrator_projection_shards");
        assertThat(server.get(ALL).json().get("items")).isEmpty();
        Answer answer = server.get(NAMES);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asText()).isEqualTo("There are no projections in the test");
        assertThat(server.get("/metrics").text()).doesNotContain("orchestrator_projection_");
    }

    @Test
    void anEventThatFails_isSeen_skipped_andTriedAgain() throws Exception {
        whileWorking(() -> {
            awaitState("FAILING");
            JsonNode reason =
                    server.get(NAMES + "/explain").json().get("reasons").get(0);
            assertThat(reason.get("code").asText()).isEqualTo("EVENT_FAILS");
            assertThat(reason.get("eventId").asText()).isEqualTo("3");
            assertThat(reason.get("text").asText()).contains("cannot");
            await().untilAsserted(() ->
                    assertThat(names().get("lag").get("events").asInt()).isEqualTo(3));
            assertThat(server.get("/metrics").text())
                    .contains(
                            "orchestrator_projection_lag_events{projection=\"names\"} 3",
                            "orchestrator_projection_failing_shards{projection=\"names\"} 1",
                            "orchestrator_projection_workers{generation=\"4\",state=\"running\"} 1");

            assertThat(ask("/skip", "{\"eventId\":\"4\",\"reason\":\"wrong\"}").status())
                    .isEqualTo(409);
            assertThat(ask("/skip", "{\"eventId\":\"3\",\"reason\":\"wrong\"}").status())
                    .isEqualTo(202);
            awaitState("UP_TO_DATE");
            assertThat(names().get("events").asInt()).isEqualTo(4);
            JsonNode letter =
                    server.get(NAMES + "/dead-letters").json().get("items").get(0);
            assertThat(letter.get("reason").asText()).isEqualTo("wrong");

            mended.set(true);
            assertThat(ask("/dead-letters/retry", "{\"eventId\":\"3\",\"reason\":\"mended\"}")
                            .status())
                    .isEqualTo(202);
            await().untilAsserted(
                            () -> assertThat(names().get("deadLetters").asInt()).isZero());
            assertThat(names().get("events").asInt()).isEqualTo(5);
            assertThat(ask("/dead-letters/retry", "{\"eventId\":\"3\",\"reason\":\"mended\"}")
                            .status())
                    .isEqualTo(404);
        });
        assertThat(names().get("state").asText()).isEqualTo("UNOWNED");
    }

    @Test
    void whatIsPaused_saysWhoAndWhy_andARebuildIsSeen() throws Exception {
        mended.set(true);
        whileWorking(() -> {
            awaitState("UP_TO_DATE");
            JsonNode current = server.get("/api/v1/generations/current").json();
            assertThat(current.get("generation").asInt()).isEqualTo(4);
            assertThat(current.get("phase").asText()).isEqualTo("RUNNING");
            assertThat(current.get("workers").get(0).get("alive").asBoolean()).isTrue();

            assertThat(ask("/pause", "{\"reason\":\"the disk is full\"}").status())
                    .isEqualTo(202);
            assertThat(names().get("pausedReason").asText()).startsWith("the disk is full (");
            mended.set(false);
            assertThat(ask("/rebuild/give-up", "{\"reason\":\"why not\"}").status())
                    .isEqualTo(409);
            assertThat(ask("/rebuild", "{\"reason\":\"new columns\"}").status()).isEqualTo(202);
            await().untilAsserted(() ->
                    assertThat(names().get("rebuild").path("state").asText()).isEqualTo("RUNNING"));
            assertThat(names().get("rebuild").get("of").asInt()).isEqualTo(5);
            assertThat(ask("/rebuild", "{\"reason\":\"again\"}").status()).isEqualTo(409);
            assertThat(ask("/rebuild/give-up", "{\"reason\":\"too slow\"}").status())
                    .isEqualTo(202);
            await().untilAsserted(
                            () -> assertThat(names().get("rebuild").isNull()).isTrue());
            assertThat(ask("/resume", "{\"reason\":\"there is room\"}").status())
                    .isEqualTo(202);
            awaitState("UP_TO_DATE");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/pause, {}, /reason",
        "/skip, {\"reason\":\"wrong\"}, /eventId",
        "/skip, {\"eventId\":\"\"}, /eventId",
        "/rebuild, {\"reson\":\"x\"}, /reson",
    })
    void whatCannotBeMeant_isRefusedWithItsPlace(String what, String body, String pointer) {
        Answer answer = ask(what, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").get(0).get("pointer").asText()).isEqualTo(pointer);
    }
}
