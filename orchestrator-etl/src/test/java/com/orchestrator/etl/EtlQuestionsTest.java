package com.orchestrator.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.etl.EtlConnectionSpec;
import com.orchestrator.api.etl.EtlConnectionTest;
import com.orchestrator.api.etl.EtlDryRun;
import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.etl.EtlStatus;
import com.orchestrator.api.model.Payload;
import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server asks its ETL workers: what a run would do, and whether a connection is one. */
class EtlQuestionsTest {

    @TempDir
    private Path folder;

    private EmbeddedOrchestrator server;
    private OrchestratorWorker worker;
    private OrchestratorClient client;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedOrchestrator.inMemory();
        client = OrchestratorClient.connect(server.url());
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        worker = EtlWorker.start(
                client,
                OrchestratorWorker.connect(server.url()),
                new EtlWorker.Places(folder, List.of(folder), secrets));
    }

    @AfterEach
    void stop() {
        worker.close();
        server.close();
    }

    private static EtlJobSpec job(String extractor, String loader) {
        return new EtlJobSpec(
                "sales",
                null,
                null,
                "csv",
                Payload.ofJson(extractor.replace('\'', '"')),
                "duckdb",
                Payload.ofJson(loader.replace('\'', '"')),
                null,
                List.of());
    }

    private List<String> files() throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    @Test
    void aDryRun_showsWhatARunWouldDo_andWritesNothing() throws IOException {
        Files.writeString(folder.resolve("sales.csv"), "id,code,at\n1,007,2026-01-01\n2,,2026-01-02\nx,9,2026-01-03\n");
        EtlJobSpec spec = job(
                "{'path': 'sales.csv', 'on_reject': 'skip', 'columns': [{'name': 'id', 'type': 'bigint'},"
                        + " {'name': 'code', 'type': 'text'}, {'name': 'at', 'type': 'date'}]}",
                "{'path': 'shop.duckdb', 'table': 'sales', 'cursor': 'at'}");

        EtlDryRun found = client.etl().dryRun(spec);
        assertThat(found.errorMessage()).isNull();
        assertThat(found.plan())
                .containsExactly(
                        "CREATE TABLE \"sales\" (\"id\" BIGINT, \"code\" VARCHAR, \"at\" DATE)",
                        "Adds the rows to \"sales\"");
        assertThat(found.columns()).extracting(EtlDryRun.Column::type).containsExactly("bigint", "text", "date");
        assertThat(found.rows())
                .containsExactly(List.of("1", "007", "2026-01-01"), java.util.Arrays.asList("2", null, "2026-01-02"));
        assertThat(found.rejected())
                .containsExactly(
                        new EtlDryRun.Rejected(4, "id", "'x' is no whole number", List.of("x", "9", "2026-01-03")));
        assertThat(found.rowsRead()).isEqualTo(3);
        assertThat(found.complete()).isTrue();
        assertThat(files()).containsExactly("sales.csv");

        EtlJob job = client.etl().put(spec);
        assertThat(client.etl()
                        .await(client.etl().run(job.id(), "1").id(), Duration.ofSeconds(30))
                        .status())
                .isEqualTo(EtlStatus.COMPLETED);
        List<String> before = files();
        EtlDryRun again = client.etl().dryRun(job.id());
        assertThat(again.plan()).containsExactly("Adds the rows to \"sales\"");
        assertThat(again.rowsKnown()).isEqualTo(2);
        assertThat(again.rows()).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'path': 'none.csv'} | {'path': 'shop.duckdb', 'table': 'sales'} | FILE_MISSING | There is no file",
                "{'path': 'sales.csv', 'columns': [{'name': 'id', 'type': 'bigint'}]} | {'path': 'shop.duckdb', 'table': 'sales'}"
                        + " | ROW_REJECTED | Line 3, column id: 'x' is no whole number",
                "{'path': 'sales.csv'} | {'path': 'shop.duckdb', 'table': 'sales', 'cursor': 'at'} | CONFIG_INVALID | There is no column at",
            })
    void aDryRun_saysWhatTheRunWouldEndWith(String extractor, String loader, String code, String why)
            throws IOException {
        Files.writeString(folder.resolve("sales.csv"), "id\n1\nx\n");
        EtlDryRun found = client.etl().dryRun(job(extractor, loader));
        assertThat(found.errorCode()).isEqualTo(code);
        assertThat(found.errorMessage()).contains(why);
    }

    @Test
    void aDryRun_isOfSoManyRows() throws IOException {
        Files.writeString(folder.resolve("sales.csv"), "id\n" + "1\n".repeat(10_001));
        EtlDryRun found =
                client.etl().dryRun(job("{'path': 'sales.csv'}", "{'path': 'shop.duckdb', 'table': 'sales'}"));
        assertThat(found.rowsRead()).isEqualTo(10_000);
        assertThat(found.rows()).hasSize(10);
        assertThat(found.complete()).isFalse();
    }

    @Test
    void aConnection_isTried_andJobsNameIt() throws IOException {
        EtlConnectionSpec shop = new EtlConnectionSpec("duckdb", Payload.ofJson("{\"path\": \"shop.duckdb\"}"));
        assertThat(client.etl().testConnection("shop", shop).found()).startsWith("no file yet");
        client.etl().putConnection("shop", shop);
        Files.writeString(folder.resolve("sales.csv"), "id\n1\n");
        EtlJob job = client.etl().put(job("{'path': 'sales.csv'}", "{'connection': 'shop', 'table': 'sales'}"));
        assertThat(client.etl()
                        .await(client.etl().run(job.id(), "1").id(), Duration.ofSeconds(30))
                        .rowsLoaded())
                .isEqualTo(1);
        assertThat(client.etl().testConnection("shop").found())
                .startsWith("DuckDB v")
                .endsWith("3 tables");
        assertThatThrownBy(() -> client.etl().deleteConnection("shop")).hasMessageContaining("ILLEGAL_STATE");
        client.etl().delete(job.id());
        client.etl().deleteConnection("shop");
        assertThat(client.etl().connections()).isEmpty();
    }

    @Test
    void aConnectionThatIsNone_saysWhy() throws IOException {
        Files.writeString(folder.resolve("secrets/shop"), "geheim");
        EtlConnectionTest answer = client.etl()
                .testConnection(
                        "shop",
                        new EtlConnectionSpec(
                                "postgres",
                                Payload.ofJson(
                                        "{\"url\": \"jdbc:postgresql://localhost:1/shop\", \"username\": \"shop\","
                                                + " \"password_secret\": \"shop\"}")));
        assertThat(answer.ok()).isFalse();
        assertThat(answer.errorCode()).isEqualTo("UNAVAILABLE");
        assertThat(answer.errorMessage()).doesNotContain("geheim");
    }
}
