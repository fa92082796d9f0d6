package com.orchestrator.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.connectors.Workroom;
import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.WorkflowResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs as their owner sees them: a server, an ETL worker, files. */
class EtlJobTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private EmbeddedOrchestrator server;
    private OrchestratorWorker worker;
    private OrchestratorClient client;
    private EtlJobs jobs;

    @BeforeEach
    void start() {
        server = EmbeddedOrchestrator.inMemory();
        client = OrchestratorClient.connect(server.url());
        jobs = new EtlJobs(client);
        Workroom workroom = new Workroom(List.of(folder), folder.resolve("tmp"), 128);
        worker = OrchestratorWorker.connect(server.url())
                .handlers(new EtlHandlers(workroom, folder, new SecretFiles(folder.resolve("secrets"))))
                .start();
    }

    @AfterEach
    void stop() {
        worker.close();
        server.close();
    }

    private void put(String extractor, String loader) {
        jobs.put(EtlJob.read("""
                {"name": "sales", "extractor_type": "csv", "extractor_config": %s,
                 "loader_type": "duckdb", "loader_config": %s}""".replaceFirst("%s", java.util.regex.Matcher.quoteReplacement(extractor))
                .replaceFirst("%s", java.util.regex.Matcher.quoteReplacement(loader))));
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
        EtlResult first = jobs.run("sales", "first").result(PATIENCE);
        assertThat(first.rowsRead()).isEqualTo(3);
        assertThat(first.rowsLoaded()).isEqualTo(2);
        assertThat(first.rowsRejected()).isEqualTo(1);
        assertThat(Files.readString(Path.of(first.rejects()))).contains("4,id,'x' is no whole number,x,2026-01-03");
        assertThat(first.cursor()).isEqualTo("2026-01-02");

        sales("id,at\n1,2026-01-01\n2,2026-01-02\n3,2026-01-04\n");
        EtlResult second = jobs.run("sales", "second").result(PATIENCE);
        assertThat(second.rowsLoaded()).isEqualTo(1);
        assertThat(second.rejects()).isNull();
        assertThat(isPackageLeft()).isFalse();
    }

    @Test
    void aJobThatCannotBe_saysWhereItsDataIsWrong_andLeavesNothing() throws IOException {
        sales("id\n1\nx\n");
        put(
                "{\"path\": \"sales.csv\", \"columns\": [{\"name\": \"id\", \"type\": \"integer\"}]}",
                "{\"path\": \"shop.duckdb\", \"table\": \"sales\"}");
        var run = jobs.run("sales", "first");
        WorkflowResult result = client.result(run.instanceId(), PATIENCE);
        assertThat(result.state()).isIn(WorkflowState.FAILED, WorkflowState.COMPENSATED);
        assertThat(result.cause().code()).isEqualTo("ROW_REJECTED");
        assertThat(result.cause().message()).contains("Line 3, column id: 'x' is no whole number");
        assertThat(isPackageLeft()).isFalse();
    }

    @Test
    void whatADefinitionWouldTakeForAnExpression_isText() throws IOException {
        sales("${ id },b\n1,2\n");
        put(
                "{\"path\": \"sales.csv\", \"columns\": [{\"name\": \"${ id }\", \"type\": \"integer\"}, {\"name\": \"b\", \"type\": \"text\"}]}",
                "{\"path\": \"shop.duckdb\", \"table\": \"sales\"}");
        assertThat(jobs.run("sales", "first").result(PATIENCE).rowsLoaded()).isEqualTo(1);
    }

    @Test
    void aJobThatIsNone_isRefused() {
        assertThatThrownBy(() -> EtlJob.read("{\"name\": 1, \"schedul\": \"\"}"))
                .hasMessage(
                        "This is no job: /schedul is not known here; /name is to be a text; /extractor_type is to be a text;"
                                + " /loader_type is to be a text; /extractor_config is to be an object; /loader_config is to be an object");
        assertThatThrownBy(() -> EtlJob.read("[")).hasMessageContaining("This is no JSON");
        assertThatThrownBy(() -> put("{\"path\": \"a.csv\", \"on_reject\": \"maybe\"}", "{}"))
                .hasMessageContaining("'on_reject' is to be one of fail, skip");
    }

    @Test
    void aScheduleComesAndGoesWithTheJob() {
        String job =
                "{\"name\": \"sales\", %s \"extractor_type\": \"csv\", \"extractor_config\": {}, \"loader_type\": \"csv\","
                        + " \"loader_config\": {}}";
        jobs.put(EtlJob.read(job.replace("%s", "\"schedule\": \"*/5 * * * *\", \"zone\": \"Europe/Berlin\",")));
        assertThat(client.schedule("etl", "sales").upcoming(1).times()).hasSize(1);
        jobs.put(EtlJob.read(job.replace("%s", "")));
        assertThatThrownBy(() -> client.schedule("etl", "sales").upcoming(1)).hasMessageContaining("404");
    }
}
