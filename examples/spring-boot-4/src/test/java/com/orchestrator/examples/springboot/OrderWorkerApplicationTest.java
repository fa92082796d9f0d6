package com.orchestrator.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.definition.Workflow;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.WorkflowHandle;
import com.orchestrator.worker.spring.WorkerCustomizer;
import com.orchestrator.worker.spring.WorkerLifecycle;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The application as it is started, and a server. */
class OrderWorkerApplicationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static EmbeddedOrchestrator server;

    private static final CountDownLatch BEGUN = new CountDownLatch(1);
    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    /** A handler that takes its time. */
    @Configuration(proxyBeanMethods = false)
    static class Slow {

        @Bean
        WorkerCustomizer slow() {
            return worker -> worker.handle("test.slow", Object.class, String.class, (in, task) -> {
                BEGUN.countDown();
                GO_ON.await();
                return "done";
            });
        }
    }

    @BeforeAll
    static void open() {
        server = EmbeddedOrchestrator.inMemory();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        SpringApplication application = new SpringApplication(OrderWorkerApplication.class, Slow.class);
        return application.run(arguments);
    }

    private static String definition() throws IOException {
        try (InputStream yaml = OrderWorkerApplication.class.getResourceAsStream("/order.yaml")) {
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static WorkflowState end(OrchestratorClient client, String runId, int total) {
        WorkflowHandle<Object> run = client.workflow("spring", "order")
                .runId(runId)
                .input(Map.of("orderId", runId, "total", new BigDecimal(total)))
                .start(Object.class);
        return client.result(run.instanceId(), PATIENCE).state();
    }

    @Test
    void beansDoTasks_healthAndMetricsSaySo_andWhatIsBegunEndsWithTheContext() throws Exception {
        ConfigurableApplicationContext context = start("--orchestrator.url=" + server.url());
        OrchestratorClient client = context.getBean(OrchestratorClient.class);
        client.register(definition(), "application/yaml");

        assertThat(end(client, "o-1", 50)).isEqualTo(WorkflowState.COMPLETED);
        assertThat(end(client, "o-2", 13)).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(context.getBean(Stock.class).isReserved("o-1")).isTrue();
        assertThat(context.getBean(Stock.class).isReserved("o-2")).isFalse();
        assertThat(client.workers())
                .singleElement()
                .satisfies(worker -> assertThat(worker.name()).isEqualTo("order-worker"));

        assertThat(get(context, "/actuator/health").body())
                .contains("\"orchestrator\":{")
                .contains("\"state\":\"RUNNING\",\"connected\":true");
        assertThat(get(
                                context,
                                "/actuator/metrics/orchestrator.worker.task?tag=type:card.charge&tag=outcome:compensate")
                        .body())
                .contains("\"statistic\":\"COUNT\",\"value\":1.0");
        assertThat(get(context, "/actuator/metrics/orchestrator.worker.slots.max")
                        .body())
                .contains("\"value\":16.0");

        WorkflowHandle<String> slow = startSlow(client);
        assertThat(BEGUN.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        WorkerLifecycle lifecycle = context.getBean(WorkerLifecycle.class);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
        while (lifecycle.isRunning()) {
            Thread.onSpinWait();
        }
        GO_ON.countDown();
        closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(client.result(slow.instanceId(), Duration.ZERO).state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(client.workers())
                .allSatisfy(worker -> assertThat(worker.state().name()).isEqualTo("STOPPED"));
    }

    private static WorkflowHandle<String> startSlow(OrchestratorClient client) {
        client.register(Workflow.define("spring", "slow")
                .task("wait", "test.slow", task -> {})
                .build());
        return client.workflow("spring", "slow").runId("s-1").start(String.class);
    }

    /** A server that is away is waited for; until then the application is there, and not ready. */
    @Test
    void withoutAServer_itStarts_andHealthSaysWhatIsWrong() throws Exception {
        try (ConfigurableApplicationContext context = start("--orchestrator.url=http://127.0.0.1:1")) {
            HttpResponse<String> health = get(context, "/actuator/health");

            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("\"connected\":false").contains("ConnectException");
        }
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext context, String path)
            throws IOException, InterruptedException {
        String port = context.getEnvironment().getProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
