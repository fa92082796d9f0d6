package com.orchestrator.worker.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.definition.Workflow;
import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.TaskHandler;
import com.orchestrator.worker.WorkerHealth;
import com.orchestrator.worker.WorkerListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** In a real container, Weld SE, before a server. {@code PayaraCdiIT} of the example is the same in a web application. */
class CdiWorkerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static EmbeddedOrchestrator server;

    @BeforeAll
    static void open() {
        server = EmbeddedOrchestrator.inMemory();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @AfterEach
    void forget() {
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("orchestrator."))
                .forEach(System::clearProperty);
    }

    /** One for each attempt. */
    @RequestScoped
    static class Uses {
        private int count;

        int next() {
            return ++count;
        }
    }

    @ApplicationScoped
    static class Greeter {

        @Inject
        Uses uses;

        @TaskHandler("cdi.greet")
        String greet(Map<String, String> in) {
            return in.get("name") + " " + uses.next() + uses.next();
        }
    }

    @Dependent
    static class Counter {
        private int calls;

        @TaskHandler("cdi.count")
        synchronized int count() {
            return ++calls;
        }
    }

    @ApplicationScoped
    static class Ends implements WorkerListener {
        static final List<String> ALL = new CopyOnWriteArrayList<>();

        @Override
        public void taskEnded(LeasedTask task, String outcome, Duration took) {
            ALL.add(task.taskType() + " " + outcome);
        }
    }

    private static SeContainerInitializer container(Class<?>... beans) {
        return SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addBeanClasses(CdiWorker.class, RequestBound.class)
                .addBeanClasses(beans);
    }

    private static Object run(OrchestratorClient client, String workflow, String runId) {
        return client.workflow("cdi", workflow)
                .runId(runId)
                .input(Map.of("name", runId))
                .start(Map.class)
                .result(PATIENCE);
    }

    @Test
    void beansOfAnyScope_doTasks_untilTheContainerEnds() {
        System.setProperty("orchestrator.url", server.url().toString());
        System.setProperty("orchestrator.worker.name", "weld");
        System.setProperty("orchestrator.worker.max-concurrent", "3");
        System.setProperty("orchestrator.worker.drain-timeout", "5s");
        OrchestratorClient outside = OrchestratorClient.connect(server.url());
        try (SeContainer container =
                container(Greeter.class, Uses.class, Counter.class, Ends.class).initialize()) {
            OrchestratorClient client =
                    container.select(OrchestratorClient.class).get();
            for (String type : List.of("greet", "count")) {
                client.register(Workflow.define("cdi", type)
                        .task("t", "cdi." + type, t -> {})
                        .output("said", "${ tasks.t.output }")
                        .build());
            }
            assertThat(run(client, "greet", "a")).isEqualTo(Map.of("said", "a 12"));
            assertThat(run(client, "greet", "b")).isEqualTo(Map.of("said", "b 12"));
            assertThat(run(client, "count", "c")).isEqualTo(Map.of("said", 1));
            assertThat(run(client, "count", "d")).isEqualTo(Map.of("said", 2));

            WorkerHealth health =
                    container.select(CdiWorker.class).get().health().orElseThrow();
            assertThat(health.isReady()).isTrue();
            assertThat(health.maxConcurrent()).isEqualTo(3);
        }
        assertThat(Ends.ALL).hasSize(4).contains("cdi.greet succeeded");
        assertThat(outside.workers())
                .singleElement()
                .satisfies(worker -> assertThat(worker.state()).isEqualTo(WorkerStatus.State.STOPPED))
                .satisfies(worker -> assertThat(worker.name()).isEqualTo("weld"));
    }

    @Test
    void withoutHandlers_orWhenItIsSwitchedOff_thereIsNoWorker() {
        System.setProperty("orchestrator.url", "http://127.0.0.1:1");
        try (SeContainer container = container(Uses.class).initialize()) {
            assertThat(container.select(CdiWorker.class).get().health()).isEmpty();
        }
        System.setProperty("orchestrator.worker.enabled", "false");
        try (SeContainer container = container(Counter.class).initialize()) {
            assertThat(container.select(CdiWorker.class).get().health()).isEmpty();
        }
    }

    @Test
    void settings_areFoundAsMicroProfileSpellsThem() {
        assertThat(WorkerConfig.plain(
                        "orchestrator.worker.max-concurrent", Map.of("ORCHESTRATOR_WORKER_MAX_CONCURRENT", "7")))
                .contains("7");
        assertThat(WorkerConfig.plain("orchestrator.token", Map.of())).isEqualTo(Optional.empty());
    }
}
