package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.find.FilterText;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.StartedWorkflow;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What runs can be found by, from their start on and after each {@code set}. */
class SearchAttributesTest {

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: order
            searchAttributes:
              customer: ${ input.customer }
              total: { type: number, value: "${ input.total }" }
              dueAt: { type: instant, value: "${ input.?due.orValue(null) }" }
              step: { type: text, value: "${ vars.step }" }
            tasks:
              - { id: pay, task: pay }
              - { id: move, set: { step: "${ input.?step.orValue('packed') }" } }
              - { id: ship, task: ship }
            """;

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    private final SteppedEngine engine =
            new SteppedEngine(SteppedEngine.ONE_LANE, store, List.of(), clock, new Random(1), nanos -> {});

    private UUID start(String input, @Nullable Instant startAt) {
        engine.workflows().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
        CompletableFuture<StartedWorkflow> started = engine.workflows()
                .startWorkflow(new StartWorkflowRequest(
                        "shop", "order", null, Payload.ofJson(input), Map.of(), null, null, startAt, null));
        engine.settle();
        return started.join().instanceId();
    }

    private List<UUID> found(String filter) {
        return engine
                .workflows()
                .listInstances(new InstanceQuery(
                        FilterText.parse(filter, engine.workflows()::attributeTypes), new ListQuery(10, null)))
                .items()
                .stream()
                .map(WorkflowInstance::instanceId)
                .toList();
    }

    private WorkflowInstance run(UUID id) {
        return engine.workflows().getWorkflow(id);
    }

    private void retry(UUID id, String task) {
        CompletableFuture<WorkflowInstance> retried = engine.workflows()
                .retryTask(task, new Command<>(id, new TaskRepair(null, null, null, null, "seen"), "ann", null));
        engine.settle();
        retried.join();
    }

    private void work(String queue) {
        SteppedWorker worker = new SteppedWorker(engine, queue);
        assertThat(worker.turn(1)).isEqualTo(1);
        worker.turn(0);
        engine.settle();
    }

    @Test
    void attributes_areThereFromTheStart_andAfterEachSet() {
        UUID id = start("{\"customer\":\"c1\",\"total\":12.50,\"due\":\"2026-03-01T01:00:00+01:00\"}", null);

        assertThat(run(id).attributes())
                .isEqualTo(Map.of("customer", "c1", "total", new BigDecimal("12.5"), "dueAt", "2026-03-01T00:00:00Z"));
        assertThat(found("attr.customer == 'c1' && attr.total > 12")).containsExactly(id);
        assertThat(found("attr.dueAt <= timestamp('2026-03-01T00:00:00Z')")).containsExactly(id);
        assertThat(found("has(attr.step)")).isEmpty();

        work("pay");

        assertThat(run(id).attributes()).containsEntry("step", "packed");
        assertThat(found("attr.step == 'packed'")).containsExactly(id);
    }

    @Test
    void valueOfAWrongType_isAnIncident_andARetryGoesOnWithoutIt() {
        UUID id = start("{\"customer\":\"c1\",\"total\":\"much\"}", null);

        assertThat(run(id).state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run(id).cause().code()).isEqualTo("ATTRIBUTE_UNFIT");
        assertThat(run(id).cause().message())
                .isEqualTo("/searchAttributes/total: Search attribute 'total' is number, not string");
        assertThat(found("error.code == 'ATTRIBUTE_UNFIT'")).containsExactly(id);

        retry(id, "pay");

        assertThat(run(id).state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run(id).attributes()).isEqualTo(Map.of("customer", "c1"));
        assertThat(found("attr.customer == 'c1' && !has(attr.total)")).containsExactly(id);
        assertThat(found("error.code == 'ATTRIBUTE_UNFIT'")).isEmpty();
        work("pay");
        work("ship");
        assertThat(run(id).state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void setOfAWrongType_waitsAtTheSet_withItsVariablesAsTheyWere() {
        UUID id = start("{\"customer\":\"c1\",\"total\":1,\"step\":7}", null);
        work("pay");

        assertThat(run(id).state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run(id).cause().taskId()).isEqualTo("move");
        assertThat(run(id).attributes()).doesNotContainKey("step");

        retry(id, "move");
        work("ship");
        assertThat(run(id).state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(found("attr.customer == 'c1' && state == 'COMPLETED'")).containsExactly(id);
    }

    @Test
    void expressionThatFails_isAnIncidentToo() {
        UUID id = start("{\"total\":1}", null);

        assertThat(run(id).cause().code()).isEqualTo("ATTRIBUTE_UNFIT");
        assertThat(run(id).cause().message()).startsWith("/searchAttributes/customer: ");
    }

    @Test
    void delayedStart_hasItsAttributesWhenItStarts() {
        UUID id = start("{\"customer\":\"c1\",\"total\":1}", clock.instant().plusSeconds(60));
        assertThat(run(id).attributes()).isEmpty();

        clock.advance(Duration.ofSeconds(61));
        engine.sweep();
        engine.settle();

        assertThat(found("attr.customer == 'c1'")).containsExactly(id);
    }
}
