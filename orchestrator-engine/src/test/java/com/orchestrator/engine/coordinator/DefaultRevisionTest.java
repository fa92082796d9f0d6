package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.api.request.WorkflowUpdate;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.StartOutcome;
import com.orchestrator.engine.service.StartedWorkflow;
import com.orchestrator.testkit.Queries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which revision a start gets, and when there is none. */
class DefaultRevisionTest {

    private static final String HEAD = "apiVersion: orchestrator/v1\nkind: Workflow\nnamespace: shop\nname: ";

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    private final SteppedEngine engine = server();
    private final SteppedEngine other = server();

    private SteppedEngine server() {
        return new SteppedEngine(SteppedEngine.ONE_LANE, store, List.of(), clock, new Random(1), nanos -> {});
    }

    private int register(String name, String task) {
        String text = HEAD + name + "\ntasks:\n  - " + task + "\n";
        return engine.workflows()
                .registerWorkflow(text.getBytes(StandardCharsets.UTF_8))
                .revision();
    }

    private void update(String name, WorkflowUpdate update) {
        engine.workflows().updateWorkflow("shop", name, update, "ann");
    }

    private static StartWorkflowRequest request(String name, String runId, Integer revision) {
        return new StartWorkflowRequest(
                "shop", name, runId, Payload.EMPTY_OBJECT, Map.of(), null, revision, null, null);
    }

    private static StartedWorkflow start(SteppedEngine server, StartWorkflowRequest request) {
        CompletableFuture<StartedWorkflow> started = server.workflows().startWorkflow(request);
        server.settle();
        return started.join();
    }

    private int revisionOf(SteppedEngine server, String runId) {
        return start(server, request("order", runId, null)).revision();
    }

    @Test
    void olderContent_registeredAgain_isTheDefaultAgain() {
        register("order", "{id: a, task: one}");
        register("order", "{id: a, task: two}");
        assertThat(revisionOf(engine, "new")).isEqualTo(2);

        assertThat(register("order", "{id: a, task: one}")).isEqualTo(1);

        assertThat(revisionOf(engine, "back")).isEqualTo(1);
        assertThat(engine.workflows()
                        .getDefinition("shop", "order", Optional.empty())
                        .revision())
                .isEqualTo(1);
        assertThat(start(engine, request("order", "pinned", 2)).revision()).isEqualTo(2);
    }

    @Test
    void move_isSeenByOtherServers_aSecondLater() {
        register("order", "{id: a, task: one}");
        register("order", "{id: a, task: two}");
        assertThat(revisionOf(other, "before")).isEqualTo(2);

        update("order", new WorkflowUpdate(1, null, "two is broken"));
        clock.advance(Duration.ofSeconds(1));

        assertThat(revisionOf(engine, "here")).isEqualTo(1);
        assertThat(revisionOf(other, "there")).isEqualTo(1);
    }

    @Test
    void latestOfASubWorkflow_isItsDefault() {
        register("child", "{id: a, task: one}");
        register("child", "{id: a, task: two}");
        register("parent", "{id: sub, workflow: {name: child}}");
        update("child", new WorkflowUpdate(1, null, "two is broken"));

        start(engine, request("parent", "p", null));

        assertThat(instances("child")).extracting(WorkflowInstance::revision).containsExactly(1);
    }

    private List<WorkflowInstance> instances(String workflow) {
        engine.settle();
        InstanceQuery query = Queries.runs(Set.of(), null, workflow, null, null, new ListQuery(9, null));
        return engine.workflows().listInstances(query).items();
    }

    @Test
    void pausedWorkflow_startsNothingNew_inABatchNoItemOfIt() {
        register("order", "{id: a, task: one}");
        register("other", "{id: a, task: one}");
        StartedWorkflow before = start(engine, request("order", "there", null));
        update("order", new WorkflowUpdate(null, true, "night"));

        CompletableFuture<StartedWorkflow> refused = engine.workflows().startWorkflow(request("order", "new", 1));
        CompletableFuture<List<StartOutcome>> batch = engine.workflows()
                .startWorkflows(List.of(
                        new StartOutcome.Item(request("order", "new", null), null),
                        new StartOutcome.Item(request("other", "new", null), null)));
        engine.settle();

        assertThatThrownBy(refused::join)
                .cause()
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        paused -> assertThat(paused.code()).isEqualTo(ErrorCode.WORKFLOW_PAUSED));
        assertThat(batch.join().get(0).refusal().code()).isEqualTo(ErrorCode.WORKFLOW_PAUSED);
        assertThat(batch.join().get(1).started()).isNotNull();
        StartedWorkflow again = start(engine, request("order", "there", null));
        assertThat(again.instanceId()).isEqualTo(before.instanceId());
        assertThat(again.deduplicated()).isTrue();
        update("order", new WorkflowUpdate(null, false, "morning"));
        assertThat(start(engine, request("order", "new", null)).deduplicated()).isFalse();
    }

    /** A pause is no reason to undo what a parent has done: it waits for a person, who goes on when the pause is over. */
    @Test
    void childOfAPausedWorkflow_suspendsItsParent_untilSomebodyRetries() {
        register("child", "{id: a, wait: 1ms}");
        register("parent", "{id: sub, workflow: {name: child}}");
        update("child", new WorkflowUpdate(null, true, "night"));
        StartedWorkflow parent = start(engine, request("parent", "p", null));
        engine.settle();

        assertThat(engine.workflows().getWorkflow(parent.instanceId()).state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(instances("child")).isEmpty();

        update("child", new WorkflowUpdate(null, false, "morning"));
        TaskRepair retry = new TaskRepair(null, null, null, null, "morning");
        engine.workflows().retryTask("sub", new Command<>(parent.instanceId(), retry, "ann", null));
        engine.settle();

        assertThat(instances("child")).hasSize(1);
        assertThat(engine.workflows().getWorkflow(parent.instanceId()).state()).isEqualTo(WorkflowState.RUNNING);
    }
}
