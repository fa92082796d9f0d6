package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.StartRefused;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One role makes the tables, and a server that can make none works on them; both as docs/how-to/deploy.md says. */
class TwoRolesIT {

    private static final Path DOCUMENT = Path.of("../docs/how-to/deploy.md");
    private static final Pattern GRANTS =
            Pattern.compile("<!-- grants: run by TwoRolesIT -->\n\n```sql\n(.*?)```", Pattern.DOTALL);
    private static final String OWNER = "orchestrator_owner";
    private static final String SERVER = "orchestrator_server";
    private static final String PASSWORD = "secret";

    private static final String SAGA = """
            {"apiVersion":"orchestrator/v1","kind":"Workflow","namespace":"shop","name":"order","tasks":[
            {"id":"reserve","task":"reserve","compensate":{"task":"release"}},
            {"id":"charge","task":"charge","retry":{"maxAttempts":1}}]}""";

    private final TestDatabase database = TestDatabase.create();

    /** What the address says of a user would win over all else. */
    private final String url = database.config().jdbcUrl().replaceFirst("\\?.*", "");

    private List<String> grants;

    /** A database without tables, which belongs to one of two roles. */
    @BeforeEach
    void makeRoles() throws IOException {
        Matcher blocks = GRANTS.matcher(Files.readString(DOCUMENT));
        grants = blocks.results().map(block -> block.group(1)).toList();
        assertThat(grants).hasSize(2);
        for (String role : List.of(OWNER, SERVER)) {
            database.execute("DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '" + role
                    + "') THEN CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'; END IF; END $$");
        }
        database.execute("DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' OWNER TO " + OWNER
                + "'; END $$; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        database.execute(grants.get(0));
    }

    private Settings as(String role, String... more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "orchestrator.datasource.url", url,
                "orchestrator.datasource.username", role,
                "orchestrator.datasource.password", PASSWORD,
                "orchestrator.auth", "none",
                "orchestrator.projections.run-outcomes", "true"));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return Settings.of(List.of(new ConfigSource("test", values)));
    }

    private ServerConfig server(String... more) {
        String[] all = java.util.Arrays.copyOf(more, more.length + 2);
        all[more.length] = "orchestrator.datasource.migrate";
        all[more.length + 1] = "false";
        return ServerConfig.read(() -> as(SERVER, all));
    }

    private void execute(String role, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, role, PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void migrate() throws SQLException {
        assertThat(Preflight.migrate(as(OWNER))).contains("now, after");
        execute(OWNER, grants.get(1));
    }

    @Test
    void serverWithoutDdl_startsRunsAndUndoesThem() throws Exception {
        migrate();
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        Engine engine = EngineProducer.produce(server(), opened::push);
        try (TestServer server = TestServer.of(engine)) {
            assertThat(server.post("/api/v1/workflows", SAGA).status()).isEqualTo(201);
            String run = server.post("/api/v1/workflows/shop/order/instances", "{\"labels\":{\"tier\":\"one\"}}")
                    .json()
                    .get("instanceId")
                    .asText();
            report(server, poll(server, "reserve"), "\"output\":{\"id\":1}");
            report(server, poll(server, "charge"), "\"failure\":{\"kind\":\"compensate\",\"code\":\"NO_MONEY\"}");
            report(server, poll(server, "release"), "\"output\":null");

            assertThat(server.get("/api/v1/instances/" + run + "/result?wait=10s")
                            .json()
                            .get("state")
                            .asText())
                    .isEqualTo("COMPENSATED");
            assertThat(server.post("/api/v1/jobs", "{\"type\":\"mail\",\"payload\":{}}")
                            .status())
                    .isEqualTo(201);
            assertThat(server.post(
                                    "/api/v1/tokens",
                                    "{\"name\":\"ci\",\"grants\":[\"reader\"],\"reason\":\"the build\"}")
                            .status())
                    .isEqualTo(201);
            assertThat(server.get("/api/v1/audit").json().get("items")).isNotEmpty();
            server.post("/api/v1/workflows/shop/order/instances", "{}");
            assertThat(engine.fleetService().queued()).isEqualTo(Map.of("jobs", 1L, "shop", 1L));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(server.get("/api/v1/run-outcomes?namespace=shop")
                                    .text())
                            .contains("COMPENSATED"));
        } finally {
            while (!opened.isEmpty()) {
                opened.pop().close();
            }
        }
        assertThatThrownBy(() -> execute(SERVER, "CREATE TABLE mine (id INT)"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> execute(SERVER, "DELETE FROM audit_entries"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> execute(SERVER, "ALTER TABLE audit_entries DISABLE TRIGGER ALL"))
                .hasMessageContaining("must be owner");
    }

    private static JsonNode poll(TestServer server, String queue) {
        return server.post(
                        "/api/v1/tasks/poll",
                        "{\"workerId\":\"w\",\"queues\":[\"" + queue + "\"],\"max\":1,\"wait\":\"10s\"}")
                .json()
                .at("/tasks/0");
    }

    private static void report(TestServer server, JsonNode task, String outcome) {
        String verdict = server.post(
                        "/api/v1/tasks/poll",
                        "{\"workerId\":\"w\",\"queues\":[\"none\"],\"max\":1,\"results\":[{\"executionId\":"
                                + task.get("executionId") + ",\"fenceToken\":" + task.get("fenceToken") + "," + outcome
                                + "}]}")
                .text();
        assertThat(verdict).contains("ACCEPTED");
    }

    @Test
    void tablesThatAreMissing_areToldOf_andMadeByWhoMay() throws SQLException {
        assertThatThrownBy(() -> server().prepareDatabase())
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("at version none")
                .hasMessageContaining("`orchestrator db migrate`");
        assertThatThrownBy(() -> Preflight.migrate(as(SERVER))).hasMessageContaining("may not create tables");
        assertThat(Preflight.info(as(SERVER))).contains("are not there yet; this build works with");

        assertThat(Preflight.migrate(as(OWNER))).containsPattern("at version \\d+ now, after \\d+ migrations\\.");
        assertThat(Preflight.migrate(as(OWNER))).containsPattern("up to date, at version \\d+\\.");
        assertThat(Preflight.info(as(SERVER))).containsPattern("are at version (\\d+); this build works with \\1\\.");
        server().prepareDatabase();
    }

    @Test
    void tablesOfAnotherVersion_orThatAServerMayNotUse_stopItsStart() throws SQLException {
        migrate();
        execute(
                OWNER,
                "REVOKE INSERT ON events, feed FROM " + SERVER + "; REVOKE SELECT ON SEQUENCE claim_order FROM "
                        + SERVER);
        assertThatThrownBy(() -> server().prepareDatabase())
                .hasMessageContaining("may not work with claim_order, events, feed in the database")
                .hasMessageContaining("docs/how-to/deploy.md");
        execute(
                OWNER,
                "GRANT INSERT ON events, feed TO " + SERVER + "; GRANT SELECT ON SEQUENCE claim_order TO " + SERVER);
        server().prepareDatabase();

        String last = "installed_rank = (SELECT max(installed_rank) FROM flyway_schema_history)";
        execute(OWNER, "CREATE TABLE kept AS SELECT * FROM flyway_schema_history WHERE " + last);
        execute(OWNER, "DELETE FROM flyway_schema_history WHERE " + last);
        assertThatThrownBy(() -> server().prepareDatabase())
                .hasMessageContaining("and this server needs")
                .hasMessageContaining("orchestrator.datasource.migrate is false");
        execute(OWNER, "INSERT INTO flyway_schema_history SELECT * FROM kept; DROP TABLE kept");
        server().prepareDatabase();

        execute(OWNER, "UPDATE flyway_schema_history SET checksum = 1 WHERE version = '2'");
        assertThatThrownBy(() -> server().prepareDatabase()).hasMessageContaining("is not one that this server");
        execute(OWNER, "UPDATE flyway_schema_history SET version = '999' WHERE " + last);
        assertThatThrownBy(() -> server().prepareDatabase())
                .hasMessageContaining("is at version 999, which this server is too old for");
    }
}
