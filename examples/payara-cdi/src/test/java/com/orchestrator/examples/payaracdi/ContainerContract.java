package com.orchestrator.examples.payaracdi;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.WorkflowHandle;
import com.orchestrator.worker.WorkflowResult;
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

/** The beans of this example in a container, which is a process of its own, and a server. */
public abstract class ContainerContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** A container may take long to start beside others. */
    private static final int WAITS = 3;

    private static final Path LOG = Path.of("target", "container.log");
    private static final Path DEFINITION = Path.of("..", "payara-cdi", "src", "main", "resources", "order.yaml");

    /** Answers to readiness at this port; its worker is called like {@link #worker()}. */
    protected abstract ProcessBuilder container(int readinessPort) throws IOException;

    protected abstract String worker();

    /** What names of the threads have in them; those of Jakarta's concurrency, unless the container has none. */
    protected String threads() {
        return "ManagedThreadFactory";
    }

    /** As MicroProfile Health has it, unless the container puts it elsewhere. */
    protected String readinessPath() {
        return "/health/ready";
    }

    protected static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    protected static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process start(URI server, int port) throws IOException {
        ProcessBuilder command = container(port).redirectErrorStream(true).redirectOutput(LOG.toFile());
        command.environment().put("ORCHESTRATOR_URL", server.toString());
        return command.start();
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
            client.register(Files.readString(DEFINITION), "application/yaml");
            Process container = start(server.url(), port);
            try {
                WorkflowResult paid = end(client, "o-1", 50);
                assertThat(paid.state()).as(Files.readString(LOG)).isEqualTo(WorkflowState.COMPLETED);
                assertThat(String.valueOf(paid.output()))
                        .contains("\"chargeId\":\"ch-o-1\"")
                        .containsIgnoringCase(threads());
                assertThat(end(client, "o-2", 50).state()).isEqualTo(WorkflowState.COMPLETED);
                assertThat(end(client, "o-3", 13).state()).isEqualTo(WorkflowState.COMPENSATED);
                assertThat(client.workers()).extracting(WorkerStatus::name).containsExactly(worker());
                assertThat(readiness(port))
                        .contains("orchestrator-worker")
                        .containsPattern("\"state\"\\s*:\\s*\"RUNNING\"");

                container.destroy();
                assertThat(container.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(client.workers())
                        .extracting(WorkerStatus::state)
                        .containsExactly(WorkerStatus.State.STOPPED);
            } finally {
                container.destroyForcibly();
            }
        }
    }

    private String readiness(int port) throws IOException, InterruptedException {
        URI address = URI.create("http://localhost:" + port + readinessPath());
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
