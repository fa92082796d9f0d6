package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.testkit.Queries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Parents and children on one engine, moved by hand, over a store that can fail. */
abstract class ChildStory {

    static final String HEAD = "apiVersion: orchestrator/v1\nkind: Workflow\nnamespace: shop\n";
    static final String CHILD = HEAD + """
            name: child
            tasks:
              - {id: one, task: one, compensate: {task: undo-one}}
              - {id: two, task: two, compensate: {task: undo-two}}
            output: {did: "${ input.n }"}
            """;
    static final CompensateRequest EVERYTHING =
            new CompensateRequest(null, null, CompensateRequest.Then.STOP, null, false, "test");
    static final List<String> QUEUES = List.of(
            "before",
            "undo-before",
            "one",
            "two",
            "undo-one",
            "undo-two",
            "after",
            "beside",
            "undo-beside",
            "undo-after");

    final SettableClock clock = SettableClock.standing();
    final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    final SteppedEngine engine = server();
    final List<String> done = new ArrayList<>();

    SteppedEngine server() {
        return new SteppedEngine(EngineConfig.DEFAULT, store, List.of(), clock, new Random(1), nanos -> {});
    }

    static String parent(String child, String rest) {
        return HEAD + """
                name: parent
                tasks:
                  - {id: before, task: before, compensate: {task: undo-before}}
                  - {id: sub, workflow: {name: child, input: {n: 7}%s}}
                  %s
                """.formatted(child, rest);
    }

    static final String AFTER = "- {id: after, task: after}";

    void register(String... definitions) {
        for (String definition : definitions) {
            engine.workflows().registerWorkflow(definition.getBytes(StandardCharsets.UTF_8));
        }
    }

    <T> T now(CompletableFuture<T> answer) {
        engine.settle();
        assertThat(answer).isDone();
        return answer.join();
    }

    UUID start() {
        StartWorkflowRequest request = new StartWorkflowRequest(
                "shop", "parent", "p", Payload.ofJson("{\"x\":1}"), Map.of(), null, null, null, null);
        return now(engine.workflows().startWorkflow(request)).instanceId();
    }

    LeasedTask take(String queue) {
        List<LeasedTask> tasks = poll(List.of(queue));
        assertThat(tasks).as("work in %s; done so far %s", queue, done).isNotEmpty();
        return tasks.get(0);
    }

    List<LeasedTask> poll(List<String> queues) {
        engine.settle();
        PollRequest request = new PollRequest("w", queues, 1, Duration.ZERO, null, List.of(), List.of());
        return now(engine.tasks().poll(request)).tasks();
    }

    void complete(String... queues) {
        for (String queue : queues) {
            succeed(take(queue));
        }
    }

    void succeed(LeasedTask task) {
        done.add(task.taskType());
        Payload output = Payload.ofJson("{\"ok\":true}");
        now(engine.tasks().completeTask("w", TaskReport.success(task.executionId(), task.fenceToken(), output)));
    }

    void fail(String queue) {
        LeasedTask task = take(queue);
        Failure failure = Failure.of(FailureKind.FATAL, "BROKEN");
        now(engine.tasks().failTask("w", TaskReport.failure(task.executionId(), task.fenceToken(), failure)));
    }

    /** Does whatever there is to do, until there is nothing. */
    void workOff() {
        List<LeasedTask> tasks = poll(QUEUES);
        while (!tasks.isEmpty()) {
            tasks.forEach(this::succeed);
            tasks = poll(QUEUES);
        }
    }

    WorkflowInstance get(UUID id) {
        engine.settle();
        return engine.workflows().getWorkflow(id);
    }

    WorkflowState state(UUID id) {
        return get(id).state();
    }

    List<WorkflowInstance> childrenOf(UUID id) {
        InstanceQuery query = Queries.runs(Set.of(), null, null, null, id, new ListQuery(10, null));
        engine.settle();
        return engine.workflows().listInstances(query).items();
    }

    UUID child(UUID parent) {
        assertThat(childrenOf(parent)).hasSize(1);
        return childrenOf(parent).get(0).instanceId();
    }

    static <T> Command<T> on(UUID id, T request) {
        return new Command<>(id, request, "ann", null);
    }

    UUID parentAfterChild(String more) {
        register(CHILD, parent(more, AFTER));
        UUID parent = start();
        complete("before", "one", "two");
        return parent;
    }

    void assertNothingIsUnheard() {
        assertThat(store.leases().findTold(10)).isEmpty();
    }

    static final String MAPPED = HEAD + """
            name: parent
            tasks:
              - {id: before, task: before, compensate: {task: undo-before}}
              - id: each
                map: {items: [5, 6, 7], maxConcurrency: 2, tolerate: {failures: %d}}
                do:
                  - {id: sub, workflow: {name: child, input: {n: "${ item }"}}}
                  - {id: beside, task: beside, compensate: {task: undo-beside}}
                output: ${ tasks.sub.output }
              - {id: after, task: after}
            output: ${ tasks.each.output }
            """;
}
