package com.orchestrator.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.etl.EtlRun;
import com.orchestrator.api.etl.EtlStatus;
import com.orchestrator.api.etl.EtlTask;
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

/** Jobs as their owner sees them: a server, an ETL worker, files. */
class EtlJobTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private EmbeddedOrchestrator server;
    private OrchestratorWorker worker;
    private OrchestratorClient client;
    private EtlJob sales;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedOrchestrator.inMemory();
        client = OrchestratorClient.connect(server.url());
        Path secrets = folder.resolve("secrets");
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

    private void put(String extractor, String loader) {
        put(extractor, loader, null);
    }

    private void put(String extractor, String loader, Payload transform) {
        put(extractor, loader, transform, "duckdb");
    }

    private void put(String extractor, String loader, Payload transform, String loaderType) {
        sales = client.etl()
                .put(new EtlJobSpec(
                        "sales",
                        null,
                        null,
                        "csv",
                        Payload.ofJson(extractor),
                        loaderType,
                        Payload.ofJson(loader),
                        transform,
                        List.of()));
    }

    private EtlRun run(String runId) {
        return client.etl().await(client.etl().run(sales.id(), runId).id(), PATIENCE);
    }

    private void sales(String text) throws IOException {
        Files.writeString(folder.resolve("sales.csv"), text);
    }

    private boolean isPackageLeft() throws IOException {
        try (var left = Files.list(Files.createDirectories(folder.resolve("packages")))) {
            return left.findAny().isPresent();
        }
    }

    @Test
    void aJob_movesWhatIsNew_andSaysHowMuch() throws IOException {
        sales("id,at\n1,2026-01-01\n2,2026-01-02\nx,2026-01-03\n");
        put(
                "{\"path\": \"sales.csv\", \"columns\": [{\"name\": \"id\", \"type\": \"integer\"}, {\"name\": \"at\", \"type\": \"date\"}],"
                        + " \"on_reject\": \"skip\"}",
                "{\"path\": \"shop.duckdb\", \"table\": \"sales\", \"cursor\": \"at\"}");
        EtlRun first = run("first");
        assertThat(first.rowsRead()).isEqualTo(3);
        assertThat(first.rowsLoaded()).isEqualTo(2);
        assertThat(first.rowsRejected()).isEqualTo(1);
        JsonNode output = client.get(first.id()).output().tree();
        assertThat(Files.readString(Path.of(output.get("rejects").asText())))
                .contains("4,id,'x' is no whole number,x,2026-01-03");
        assertThat(output.get("cursor").asText()).isEqualTo("2026-01-02");

        sales("id,at\n1,2026-01-01\n2,2026-01-02\n3,2026-01-04\n");
        EtlRun second = run("second");
        assertThat(second.rowsLoaded()).isEqualTo(1);
        assertThat(client.etl().runs("sales")).extracting(EtlRun::rowsLoaded).containsExactly(1L, 2L);
        assertThat(isPackageLeft()).isFalse();
    }

    @Test
    void aQueryMakesTheRowsThatAreLoaded() throws IOException {
        sales("id,day\n1,2026-01-01\n2,2026-01-02\n3,2026-01-02\n");
        String loader = "{\"path\": \"shop.duckdb\", \"table\": \"days\"}";
        put(
                "{\"path\": \"sales.csv\"}",
                loader,
                Payload.ofJson("\"SELECT day, count(*) AS sales FROM rows WHERE '${ day }' <> '' GROUP BY day\""));
        EtlRun run = run("first");
        assertThat(run.errorMessage()).isNull();
        assertThat(run.rowsRead()).isEqualTo(3);
        assertThat(run.rowsLoaded()).isEqualTo(2);
        assertThat(isPackageLeft()).isFalse();
        assertThatThrownBy(() -> put("{\"path\": \"sales.csv\"}", loader, Payload.ofJson("{\"sql\": 1}")))
                .hasMessageContaining("/transform/sql 'sql' is not known here");
        put("{\"path\": \"sales.csv\"}", loader, Payload.ofJson("\"SELECT nobody FROM rows\""));
        assertThat(run("second").errorMessage()).contains("nobody");
        assertThat(isPackageLeft()).isFalse();
    }

    @Test
    void expressionsMakeARowOfEachRow_andWhatTheyCannotMakeIsSetAside() throws IOException {
        sales("id,price,quantity\n1,12345678901234567890.05,3\n2,0.10,0\n3,7.00,\n");
        put(
                "{\"path\": \"sales.csv\", \"columns\": [{\"name\": \"id\", \"type\": \"text\"},"
                        + " {\"name\": \"price\", \"type\": \"decimal(30,2)\"}, {\"name\": \"quantity\", \"type\": \"integer\"}],"
                        + " \"on_reject\": \"skip\"}",
                "{\"path\": \"totals.csv\"}",
                Payload.ofJson(
                        "{\"columns\": [{\"name\": \"id\", \"value\": \"row.id\"}, {\"name\": \"total\","
                                + " \"value\": \"row.price * row.quantity\", \"type\": \"decimal(32,2)\"}], \"where\": \"row.quantity != 0\"}"),
                "csv");
        EtlRun run = run("first");
        assertThat(run.errorMessage()).isNull();
        assertThat(run.rowsRead()).isEqualTo(3);
        assertThat(run.rowsLoaded()).isEqualTo(1);
        assertThat(run.rowsRejected()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("totals.csv"))).contains("\"1\",37037036703703703670.15");
        assertThat(Files.readString(Path.of(
                        client.get(run.id()).output().tree().get("rejects").asText())))
                .contains("4,total,")
                .contains(",3,7.00,");
    }

    @Test
    void aJobThatCannotBe_saysWhereItsDataIsWrong_andLeavesNothing() throws IOException {
        sales("id\n1\nx\n");
        put(
                "{\"path\": \"sales.csv\", \"columns\": [{\"name\": \"id\", \"type\": \"integer\"}]}",
                "{\"path\": \"shop.duckdb\", \"table\": \"sales\"}");
        EtlRun run = run("first");
        assertThat(run.status()).isEqualTo(EtlStatus.FAILED);
        assertThat(run.errorCode()).isEqualTo("ROW_REJECTED");
        assertThat(run.errorMessage()).contains("Line 3, column id: 'x' is no whole number");
        assertThat(client.etl().follow(run.id())).isEmpty();
        assertThat(client.etl().tasks(run.id()))
                .extracting(EtlTask::status)
                .containsExactly(EtlStatus.FAILED, EtlStatus.FAILED);
        assertThat(isPackageLeft()).isFalse();
    }

    @Test
    void whatADefinitionWouldTakeForAnExpression_isText() throws IOException {
        sales("${ id },b\n1,2\n");
        put(
                "{\"path\": \"sales.csv\", \"columns\": [{\"name\": \"${ id }\", \"type\": \"integer\"}, {\"name\": \"b\", \"type\": \"text\"}]}",
                "{\"path\": \"shop.duckdb\", \"table\": \"sales\"}");
        assertThat(run("first").rowsLoaded()).isEqualTo(1);
    }

    /** What only the worker can see: files, their columns, and values. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'path': 'missing.csv'} | FILE_MISSING | There is no file",
                "{'path': '../../etc/passwd'} | PATH_NOT_ALLOWED | outside the allowed directories",
                "{'path': 'sales.csv', 'columns': [{'name': 'id', 'type': 'bigint'}, {'name': 'gone', 'type': 'text'}]}"
                        + " | COLUMN_GONE | no column gone",
                "{'path': 'sales.csv', 'columns': [{'name': 'id', 'type': 'bigint'}]} | COLUMN_NEW | new column name",
                "{'path': 'sales.csv'} | ROW_REJECTED | Line 3: has 1 fields instead of 2",
            })
    void whatOnlyTheWorkerSees_failsTheRun_andLeavesNoTable(String extractor, String code, String why)
            throws IOException {
        sales("id,name\n1,a\n2\n");
        put(extractor.replace('\'', '"'), "{\"path\": \"shop.duckdb\", \"table\": \"sales\"}");
        EtlRun run = run("first");
        assertThat(run.status()).isEqualTo(EtlStatus.FAILED);
        assertThat(run.errorCode()).isEqualTo(code);
        assertThat(run.errorMessage()).contains(why);
        assertThat(isPackageLeft()).isFalse();

        sales("id,name\n1,a\n");
        put("{\"path\": \"sales.csv\"}", "{\"path\": \"shop.duckdb\", \"table\": \"sales\"}");
        assertThat(run("second").rowsLoaded()).isEqualTo(1);
    }

    /** The first load freezes a column's type; what does not fit it later is named, and the table stays. */
    @Test
    void aValueThatDoesNotFitTheFrozenType_failsTheRun() throws IOException {
        sales("id,name\n1,a\n");
        put("{\"path\": \"sales.csv\"}", "{\"path\": \"shop.duckdb\", \"table\": \"sales\"}");
        assertThat(run("first").status()).isEqualTo(EtlStatus.COMPLETED);
        sales("id,name\n2,a\n2.5,b\n");
        EtlRun second = run("second");
        assertThat(second.errorCode()).isEqualTo("ROW_REJECTED");
        assertThat(second.errorMessage()).contains("Line 3, column id: '2.5'");
    }

    @Test
    void aJobIsStarted_whenAllThatItDependsOnHasSucceeded() throws IOException {
        sales("id\n1\n");
        EtlJob left = copy("left", "sales.csv", "left.csv");
        EtlJob right = copy("right", "sales.csv", "right.csv");
        copy("both", "left.csv", "both.csv", "left", "right");

        client.etl().await(client.etl().run(left.id(), "1").id(), PATIENCE);
        client.etl().await(client.etl().run(left.id(), "2").id(), PATIENCE);
        assertThat(client.etl().runs("both")).isEmpty();
        client.etl().await(client.etl().run(right.id(), "1").id(), PATIENCE);
        List<EtlRun> started = client.etl().runs("both");
        assertThat(started).extracting(EtlRun::runId).containsExactly("after-1");
        assertThat(client.etl().await(started.get(0).id(), PATIENCE).rowsLoaded())
                .isEqualTo(1);
    }

    private EtlJob copy(String name, String from, String to, String... dependsOn) {
        return client.etl()
                .put(new EtlJobSpec(
                        name,
                        null,
                        null,
                        "csv",
                        Payload.ofJson("{\"path\": \"" + from + "\"}"),
                        "csv",
                        Payload.ofJson("{\"path\": \"" + to + "\"}"),
                        null,
                        List.of(dependsOn)));
    }

    @Test
    void aScheduleComesAndGoesWithTheJob() {
        EtlJobSpec plain = new EtlJobSpec(
                "sales",
                "*/5 * * * *",
                "Europe/Berlin",
                "csv",
                Payload.ofJson("{\"path\": \"a.csv\"}"),
                "csv",
                Payload.ofJson("{\"path\": \"b.csv\"}"),
                null,
                List.of());
        assertThat(client.etl().put(plain).nextRunAt()).isNotNull();
        assertThat(client.schedule("etl", "sales").upcoming(1).times()).hasSize(1);
        client.etl()
                .put(new EtlJobSpec(
                        "sales",
                        null,
                        null,
                        "csv",
                        plain.extractorConfig(),
                        "csv",
                        plain.loaderConfig(),
                        null,
                        List.of()));
        assertThatThrownBy(() -> client.schedule("etl", "sales").upcoming(1)).hasMessageContaining("404");
    }
}
