package com.orchestrator.examples.payaracdi;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.WorkflowHandle;
import com.orchestrator.worker.WorkflowResult;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The web application in a Payara Micro of its own, and a server. */
class PayaraCdiIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** A container may take long to start beside others. */
    private static final int WAITS = 3;

    private static final Path LOG = Path.of("target", "payara.log");

    private static Process payara(URI server, int port) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-jar",
                        "target/payara-micro.jar",
                        "--nohazelcast",
                        "--disablephonehome",
                        "--port",
                        Integer.toString(port),
                        "--contextroot",
                        "/",
                        "--deploy",
                        "target/payara-cdi.war")
                .redirectErrorStream(true)
                .redirectOutput(LOG.toFile());
        command.environment().put("ORCHESTRATOR_URL", server.toString());
        command.environment().put("ORCHESTRATOR_WORKER_NAME", "payara");
        return command.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static WorkflowResult end(OrchestratorClient client, String runId, int total) {
        WorkflowHandle<Object> run = client.workflow("payara", "order")
                .runId(runId)
                .input(Map.of("orderId", runId, "total", total))
                .start(Object.class);
        WorkflowResult result = client.result(run.instanceId(), PATIENCE);
        for (int more = 0; more < WAITS && !result.state().isAtRest(); more++) {
            result = client.result(run.instanceId(), PATIENCE);
        }
        return result;
    }

    @Test
    void beansDoTasks_onThreadsOfTheContainer_untilItStops() throws Exception {
        int port = freePort();
        try (EmbeddedOrchestrator server = EmbeddedOrchestrator.inMemory()) {
            OrchestratorClient client = OrchestratorClient.connect(server.url());
            client.register(Files.readString(new File("src/main/resources/order.yaml").toPath()), "application/yaml");
            Process payara = payara(server.url(), port);
            try {
                WorkflowResult paid = end(client, "o-1", 50);
                assertThat(paid.state()).as(Files.readString(LOG)).isEqualTo(WorkflowState.COMPLETED);
                assertThat(String.valueOf(paid.output()))
                        .contains("\"chargeId\":\"ch-o-1\"")
                        .containsIgnoringCase("ManagedThreadFactory");
                assertThat(end(client, "o-2", 50).state()).isEqualTo(WorkflowState.COMPLETED);
                assertThat(end(client, "o-3", 13).state()).isEqualTo(WorkflowState.COMPENSATED);
                assertThat(client.workers()).extracting(WorkerStatus::name).containsExactly("payara");
                assertThat(health(port)).contains("orchestrator-worker").contains("\"state\":\"RUNNING\"");

                payara.destroy();
                assertThat(payara.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(client.workers())
                        .extracting(WorkerStatus::state)
                        .containsExactly(WorkerStatus.State.STOPPED);
            } finally {
                payara.destroyForcibly();
            }
        }
    }

    private static String health(int port) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health/ready"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
