package com.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.TaskFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extract and load from a shell; a worker without connectors answers what an ETL worker would. */
class EtlTest {

    private static final String SALES = """
            {"name": "sales", "schedule": "0 5 * * *", "extractor_type": "csv", "extractor_config": {"path": "sales.csv"},
             "loader_type": "duckdb", "loader_config": {"connection": "shop", "table": "sales"}}""";

    private static final String SHOP = """
            {"name": "shop", "type": "duckdb", "config": {"path": "shop.duckdb"}}""";

    @TempDir
    private Path folder;

    private EmbeddedOrchestrator server;
    private OrchestratorWorker worker;
    private Desk desk;

    @BeforeEach
    void open() {
        server = EmbeddedOrchestrator.inMemory();
        worker = OrchestratorWorker.connect(server.url())
                .handle("etl.extract", Map.class, Map.class, (in, task) -> extracted(task.runId()))
                .handle("etl.load", Map.class, Map.class, (in, task) -> Map.of("rows", 2))
                .handle("etl.drop-package", Map.class, Map.class, (in, task) -> Map.of())
                .handle("etl.follow", Map.class, Map.class, (in, task) -> Map.of())
                .handle("etl.dry-run", Map.class, Map.class, (in, task) -> found())
                .handle(
                        "etl.test-connection",
                        Map.class,
                        Map.class,
                        (in, task) -> Map.of("ok", false, "error_code", "BUSY", "error_message", "Another has it"))
                .start();
        desk = new Desk(server.url(), folder);
    }

    private static Map<?, ?> extracted(String run) {
        if (run.equals("bad")) {
            throw TaskFailure.compensate("ROW_REJECTED", "Line 3, column id: 'x' is no whole number");
        }
        return Map.of(
                "directory",
                "p",
                "rowsRead",
                3,
                "rowsRejected",
                1,
                "rejects",
                "r.csv",
                "bytes",
                9,
                "changes",
                List.of(),
                "cursor",
                "7");
    }

    private static Map<?, ?> found() {
        return Map.of(
                "plan",
                List.of("Adds the rows to \"sales\""),
                "columns",
                List.of(Map.of("name", "id", "type", "bigint")),
                "changes",
                List.of(),
                "rows",
                List.of(List.of("1")),
                "rejected",
                List.of(Map.of("line", 3, "column", "id", "reason", "'x' is no whole number", "fields", List.of())),
                "rows_read",
                2,
                "rows_rejected",
                1,
                "complete",
                true,
                "error_code",
                "ROW_REJECTED",
                "error_message",
                "Line 3");
    }

    @AfterEach
    void close() {
        worker.close();
        server.close();
    }

    private Said done(String... words) {
        Said said = desk.orc(words);
        assertThat(said.exitCode()).as("%s: %s", String.join(" ", words), said).isZero();
        return said;
    }

    private String file(String name, String text) {
        return desk.file(name, text).toString();
    }

    @Test
    void aJob_isRehearsedMadeRunListedAndDeleted() {
        done("etl", "connection", "apply", "-f", file("shop.json", SHOP));
        String sales = file("sales.json", SALES);
        Said dry = desk.orc("etl", "job", "dry-run", "-f", sales);
        assertThat(dry.exitCode()).isEqualTo(1);
        assertThat(dry.out())
                .contains(
                        "2 rows looked at, all that there are",
                        "id bigint",
                        "LINE",
                        "Adds the rows to \"sales\"",
                        "Would end with ROW_REJECTED");
        assertThat(desk.orc("etl", "job", "get", "sales").exitCode()).isEqualTo(3);

        assertThat(done("etl", "job", "apply", "-f", sales).out()).contains("sales", "csv", "duckdb", "0 5 * * *");
        done("etl", "job", "apply", "-f", file("sales.json", SALES.replace("0 5", "0 6")));
        assertThat(done("etl", "job", "get", "sales", "-o", "json")
                        .json()
                        .at("/schedule")
                        .asText())
                .isEqualTo("0 6 * * *");
        desk.piped(done("etl", "job", "get", "sales", "-o", "json").out());
        done("etl", "job", "apply", "-f", "-");
        assertThat(done("etl", "job", "list", "-o", "name").out()).isEqualTo("sales\n");

        Said run = done("etl", "job", "run", "sales", "--run-id", "good", "--wait=90s");
        assertThat(run.out()).contains("good", "COMPLETED");
        Said bad = desk.orc("etl", "job", "run", "sales", "--run-id", "bad", "--wait=90s");
        assertThat(bad.exitCode()).isEqualTo(5);
        assertThat(bad.err()).contains("ROW_REJECTED: Line 3, column id");
        String id = done("etl", "run", "list", "--job", "sales", "-o", "name")
                .out()
                .lines()
                .findFirst()
                .orElseThrow();
        assertThat(done("etl", "run", "describe", id).out())
                .contains("bad", "EXTRACT", "LOAD", "Line 3, column id", "Next: orc instance describe " + id);
        assertThat(done("etl", "run", "get", id, "-o", "json")
                        .json()
                        .at("/error_code")
                        .asText())
                .isEqualTo("ROW_REJECTED");

        assertThat(desk.orc("etl", "connection", "delete", "shop", "--yes").exitCode())
                .isEqualTo(4);
        done("etl", "job", "delete", "sales", "--yes");
        done("etl", "connection", "delete", "shop", "--yes");
    }

    @Test
    void whatIsWrong_isTold() {
        Said refused = desk.orc("etl", "job", "apply", "-f", file("sales.json", SALES));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("/loader_config/connection");
        done("etl", "connection", "apply", "-f", file("shop.json", SHOP));
        Said tried = desk.orc("etl", "connection", "test", "shop");
        assertThat(tried.exitCode()).isEqualTo(1);
        assertThat(tried.out()).contains("false", "BUSY", "Another has it");
        assertThat(desk.orc("etl", "job", "dry-run").exitCode()).isEqualTo(2);
        assertThat(desk.orc("etl", "job").err()).contains("Say what to do: list, get, apply");
        assertThat(desk.orc("etl", "jb", "list").err()).contains("Did you mean");
    }

    @Test
    void plugins_sayWhatConfigurationsMaySay() {
        assertThat(done("etl", "plugin", "list").out()).contains("postgres", "password_secret");
        assertThat(done("etl", "plugin", "get", "csv", "-o", "json")
                        .json()
                        .at("/extractor/required/0")
                        .asText())
                .isEqualTo("path");
    }
}
