package com.orchestrator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.definition.Workflow;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.TaskFailure;
import com.orchestrator.worker.WorkflowFailedException;
import com.orchestrator.worker.WorkflowHandle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class EmbeddedOrchestratorTest {

    @Test
    void saga_isRunAndUndone_withoutADatabase() {
        List<String> done = new CopyOnWriteArrayList<>();
        try (EmbeddedOrchestrator server = EmbeddedOrchestrator.inMemory();
                OrchestratorWorker worker = OrchestratorWorker.connect(server.url())
                        .handle("stock.reserve", String.class, String.class, (in, task) -> {
                            done.add("reserve");
                            return "r-1";
                        })
                        .handle("stock.release", Object.class, String.class, (in, task) -> {
                            done.add("release");
                            return "";
                        })
                        .handle("card.charge", String.class, String.class, (in, task) -> {
                            throw TaskFailure.compensate("CARD_DECLINED");
                        })
                        .start()) {
            assertThat(worker.workerId()).isNotBlank();
            OrchestratorClient client = OrchestratorClient.connect(server.url());
            client.register(Workflow.define("shop", "order")
                    .task("reserve", "stock.reserve", t -> t.compensate("stock.release"))
                    .task("charge", "card.charge", t -> {})
                    .build());

            WorkflowHandle<String> run =
                    client.workflow("shop", "order").runId("1").input("x").start(String.class);
            assertThatThrownBy(() -> run.result(Duration.ofSeconds(30))).isInstanceOf(WorkflowFailedException.class);

            assertThat(run.describe().state()).isEqualTo(WorkflowState.COMPENSATED);
            assertThat(done).containsExactly("reserve", "release");
        }
    }

    @Test
    void two_shareNothing_andACallerIsRefusedAsByAnyServer() throws Exception {
        try (EmbeddedOrchestrator one = EmbeddedOrchestrator.inMemory();
                EmbeddedOrchestrator other = EmbeddedOrchestrator.inMemory()) {
            assertThat(one.url()).isNotEqualTo(other.url());
            HttpResponse<String> unknown = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(one.url() + "/api/v1/jobs/none"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }
}
