package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.system.canary.Canary;
import com.orchestrator.system.http.Api;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A real server that logs for programs: all that its process says, from its start to its end, is one object a line. */
class JsonLogIT {

    private static final Path WORK = Built.folder("json-log");

    /** Refused by the planted constraint: the run of this task is set aside. */
    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: two
            tasks:
              - { id: plain, task: work }
              - { id: odd, task: work }
            """;

    private static final String REASON = "\"tired\", {\"level\":\"ERROR\"} \\";

    @Test
    void everyLineIsAnObject_andWhatIsSetAsideSaysWhichRun() throws Exception {
        UUID run;
        try (EmbeddedPostgres database = Built.database(WORK);
                ServerNode server = ServerNode.start(
                        Built.server(), database, Map.of("orchestrator.log.format", "json"), WORK.resolve("logs"))) {
            run = setAside(database, server);
        }

        List<JsonNode> lines = lines();

        assertThat(Canary.places(lines.toString()))
                .as("what the run carries, which the database has refused")
                .isEmpty();
        assertThat(lines)
                .extracting(line -> line.get("message").asText())
                .anyMatch(said -> said.startsWith("Listening on "));
        assertThat(lines)
                .filteredOn(line -> "ERROR".equals(line.get("level").asText()))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.get("message").asText()).endsWith("is set aside (RECORD_REFUSED)");
                    assertThat(line.get("instanceId").asText()).isEqualTo(run.toString());
                    assertThat(line.get("incidentId").asText()).isNotEmpty();
                    assertThat(line.get("exception").asText()).contains("planted", "\tat com.orchestrator.engine");
                });
        assertThat(lines)
                .filteredOn(line -> line.has("workerId"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.get("workerId").asText()).isNotEmpty();
                    assertThat(line.get("message").asText()).endsWith(REASON);
                });
    }

    private static UUID setAside(EmbeddedPostgres database, ServerNode server) throws SQLException {
        OrchestratorClient client = OrchestratorClient.connect(server.url());
        client.register(WORKFLOW, "application/yaml");
        execute(database, "ALTER TABLE events ADD CONSTRAINT planted CHECK (data NOT LIKE '%odd%') NOT VALID");
        try (OrchestratorWorker worker = OrchestratorWorker.connect(server.url())
                .name("w")
                .handle("work", Map.class, Map.class, (input, task) -> Map.of())
                .start()) {
            UUID run = client.start("test", "two", "run", Map.of("note", Canary.in("note")))
                    .instanceId();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(client.get(run).state()).isEqualTo(WorkflowState.SUSPENDED));
            assertThat(client.get(run).incident().message()).contains("planted").doesNotContain(Canary.in("note"));
            new Api(List.of(server.url()))
                    .post(
                            "/workers/" + worker.workerId() + "/drain",
                            Api.JSON.createObjectNode().put("reason", REASON))
                    .mustBeOk();
            return run;
        }
    }

    private static void execute(EmbeddedPostgres database, String statement) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), EmbeddedPostgres.USER, database.password());
                Statement change = connection.createStatement()) {
            change.execute(statement);
        }
    }

    /** Of both streams of the process. */
    private static List<JsonNode> lines() throws IOException {
        try (Stream<Path> logs = Files.list(WORK.resolve("logs"))) {
            Path latest = logs.max((a, b) ->
                            Long.compare(a.toFile().lastModified(), b.toFile().lastModified()))
                    .orElseThrow();
            return Files.readAllLines(latest).stream().map(JsonLogIT::read).toList();
        }
    }

    private static JsonNode read(String line) {
        try {
            return Api.JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No object: " + line, e);
        }
    }
}
