package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerBuilderTest {

    static final class TwoInputs {
        @TaskHandler("a")
        void a(String one, String two) {}
    }

    static final class ContextFirst {
        @TaskHandler("a")
        void a(TaskContext context, String in) {}
    }

    static final class Fine {
        @TaskHandler("a")
        void a() {}
    }

    static final class None {}

    private static WorkerBuilder builder() {
        return OrchestratorWorker.connect(URI.create("http://localhost:8080"));
    }

    private static void refused(WorkerBuilder builder, String sentence) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    @Test
    void whatCannotWork_isRefusedBeforeTheFirstTask() {
        refused(builder(), "A worker needs at least one handler");
        refused(builder().handlers(new Fine(), new Fine()), "There are two handlers for task type 'a'");
        refused(
                builder().handlers(new TwoInputs()),
                "Handler TwoInputs.a for 'a' must take (In, TaskContext), (In), (TaskContext) or nothing");
        refused(
                builder().handlers(new ContextFirst()),
                "Handler ContextFirst.a for 'a' must take (In, TaskContext), (In), (TaskContext) or nothing");
        refused(builder().handlers(new None()), None.class.getName() + " has no method annotated with @TaskHandler");
        refused(builder().handlers(new Fine()).maxConcurrent(0), "'maxConcurrent' is not between 1 and 1000");
        refused(builder().handlers(new Fine()).lease(Duration.ofHours(2)), "'lease' is not between 1ms and 1h");
        refused(builder().handlers(new Fine()).namespace(" "), "'namespace' is blank");
        refused(builder().handlers(new Fine()).queues(" "), "'queues' is blank");
    }

    @Test
    void addressWithoutHost_isRefused() {
        assertThatThrownBy(() -> OrchestratorWorker.fromEnvironment(Map.of("ORCHESTRATOR_URL", "localhost")))
                .hasMessageStartingWith("'localhost' is not the address of a server");
    }

    @Test
    void everyStart_hasAFreshWorkerId() {
        try (OrchestratorWorker one = builder().handlers(new Fine()).build();
                OrchestratorWorker two = builder().handlers(new Fine()).build()) {
            assertThat(one.workerId()).isNotEqualTo(two.workerId());
        }
    }
}
