package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.decision.PlanBuilder;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One seed: some trees of runs on two servers over a store that fails before and after commits, with workers that fail and
 * callers that cancel. A ledger outside of the engine knows which effects stand; in the end a tree has all of them or none.
 */
final class ChildTrees {

    private static final int HEALING_ROUNDS_MAX = 400;
    private static final double[] TROUBLES = {0.0, 0.03, 0.12};
    private static final String ROOT = "root";
    private static final String UNDO = ":undo";

    final Servers servers;
    private final Random random;
    private final int roots;
    private final Set<String> standing = new HashSet<>();
    private final Map<UUID, LeasedTask> open = new HashMap<>();
    private final Map<UUID, String> holders = new HashMap<>();
    private final Map<UUID, TaskReport> said = new HashMap<>();
    private final Set<UUID> rootIds = new HashSet<>();
    /** Effects of a completed run of a workflow and of all runs below it. */
    private final Map<String, Integer> effects = new HashMap<>();

    private double failures;

    ChildTrees(long seed) {
        random = new Random(seed);
        servers = new Servers(
                random,
                PlanBuilder.workflow(PlanBuilder.task("unused")).build(),
                TROUBLES[random.nextInt(TROUBLES.length)]);
        roots = 1 + random.nextInt(3);
        failures = random.nextInt(3) / 12.0;
        register("leaf", List.of("a", "b"), List.of());
        register("middle", List.of("c", "d"), List.of("leaf", "leaf"));
        register(ROOT, List.of("e", "f", "g"), List.of("middle", "leaf"));
    }

    // ---- definitions

    private void register(String name, List<String> works, List<String> children) {
        List<String> tasks = new ArrayList<>();
        works.forEach(
                work -> tasks.add("{id: " + work + ", task: default, retry: {maxAttempts: 2, initialInterval: 1s},"
                        + " compensate: {task: default, retry: {maxAttempts: 100, initialInterval: 1s}}}"));
        int expected = works.size();
        for (int i = 0; i < children.size(); i++) {
            int items = random.nextInt(3);
            tasks.add(random.nextInt(tasks.size() + 1), child("s" + i, children.get(i), items));
            expected += Math.max(items, 1) * effects.get(children.get(i));
        }
        effects.put(name, expected);
        String document = "apiVersion: orchestrator/v1\nkind: Workflow\nnamespace: shop\nname: " + name
                + "\nsaga: {order: "
                + (random.nextBoolean() ? "graph" : "reverse") + "}\ntasks:\n  - " + String.join("\n  - ", block(tasks))
                + "\n";
        servers.any().workflows().registerWorkflow(document.getBytes(StandardCharsets.UTF_8));
    }

    /** Once, or once for each item of a map. */
    private String child(String id, String name, int items) {
        String child = "{id: " + id + ", workflow: {name: " + name + ", input: {n: 1}}}";
        if (items == 0) {
            return child;
        }
        return "{id: m" + id + ", map: {items: "
                + IntStream.range(0, items).boxed().toList() + ", maxConcurrency: " + (1 + random.nextInt(2))
                + "}, do: [" + child + "]}";
    }

    /** One after the other, or some of them side by side. */
    private List<String> block(List<String> tasks) {
        if (random.nextBoolean()) {
            return tasks;
        }
        int half = tasks.size() / 2;
        return List.of("{id: both, parallel: {branches: [[" + String.join(", ", tasks.subList(0, half)) + "], ["
                + String.join(", ", tasks.subList(half, tasks.size())) + "]]}}");
    }

    // ---- the story

    void play() {
        int steps = random.nextInt(400);
        for (int i = 0; i < steps; i++) {
            chaos();
            servers.throwFaults();
        }
        servers.calmDown();
        failures = 0;
        for (int i = 0; i < roots; i++) {
            start(i);
        }
        heal();
        judge();
    }

    private void chaos() {
        switch (random.nextInt(16)) {
            case 0, 1 -> start(random.nextInt(roots));
            case 2, 3, 4 -> poll();
            case 5, 6, 7 -> report();
            case 8 -> servers.pass(Duration.ofMillis(random.nextInt(40_000)));
            case 9 -> servers.sweep();
            case 10 -> meddle();
            default -> servers.step();
        }
    }

    private void start(int root) {
        StartWorkflowRequest request =
                new StartWorkflowRequest("shop", ROOT, "run-" + root, Payload.EMPTY_OBJECT, Map.of(), null, null, null);
        servers.call(
                () -> servers.any().workflows().startWorkflow(request),
                Servers.told(started -> rootIds.add(started.instanceId())));
    }

    private void meddle() {
        List<WorkflowInstance> runs = instances();
        if (!runs.isEmpty() && random.nextInt(6) == 0) {
            WorkflowInstance run = runs.get(random.nextInt(runs.size()));
            ControlRequest request = new ControlRequest("test", true);
            servers.call(
                    () -> servers.any()
                            .workflows()
                            .cancelWorkflow(new Command<>(run.instanceId(), request, "ann", null)),
                    Servers.told(instance -> {}));
        }
    }

    private void poll() {
        PollRequest request = new PollRequest(
                "w" + random.nextInt(3), List.of("default"), 2, Duration.ZERO, null, List.of(), List.of());
        servers.call(
                () -> servers.any().tasks().poll(request),
                Servers.<PollResponse>told(answer -> answer.tasks().forEach(task -> take(request.workerId(), task))));
    }

    private void take(String workerId, LeasedTask task) {
        if (task.leaseExpiresAt().isAfter(servers.clock.instant())) {
            open.put(task.executionId(), task);
            holders.put(task.executionId(), workerId);
        }
    }

    /** A worker says what it has to say; the first time it does the work before, or fails, or dies over it. */
    private boolean report() {
        if (open.isEmpty()) {
            return false;
        }
        List<UUID> ids = open.keySet().stream().sorted().toList();
        LeasedTask task = open.remove(ids.get(random.nextInt(ids.size())));
        TaskReport known = said.get(task.executionId());
        if (known != null) {
            send(task, known);
        } else if (task.leaseExpiresAt().isAfter(servers.clock.instant())) {
            work(task);
        }
        return true;
    }

    private void work(LeasedTask task) {
        boolean fails = random.nextDouble() < failures;
        if (!fails) {
            perform(task.idempotencyKey());
        }
        if (random.nextDouble() >= failures / 2) {
            TaskReport report = fails ? failure(task) : success(task);
            said.put(task.executionId(), report);
            send(task, report);
        }
    }

    private static TaskReport failure(LeasedTask task) {
        FailureKind kind = task.idempotencyKey().contains(UNDO) ? FailureKind.RETRYABLE : FailureKind.FATAL;
        return TaskReport.failure(task.executionId(), task.fenceToken(), Failure.of(kind, "BROKEN"));
    }

    private static TaskReport success(LeasedTask task) {
        return TaskReport.success(task.executionId(), task.fenceToken(), Payload.ofJson("{\"did\":1}"));
    }

    private void perform(String key) {
        if (key.contains(UNDO)) {
            standing.remove(key.substring(0, key.indexOf(UNDO)));
        } else {
            standing.add(key);
        }
    }

    private void send(LeasedTask task, TaskReport said) {
        String workerId = holders.get(task.executionId());
        servers.call(
                () -> said.failure() == null
                        ? servers.any().tasks().completeTask(workerId, said)
                        : servers.any().tasks().failTask(workerId, said),
                new Servers.Caller<Void>() {
                    @Override
                    public void answered(Void nothing) {}

                    @Override
                    public void refused(OrchestratorException stale) {}

                    @Override
                    public void leftAlone() {
                        open.put(task.executionId(), task);
                    }
                });
    }

    // ---- the end

    private void heal() {
        for (int i = 0; i < HEALING_ROUNDS_MAX; i++) {
            servers.settle();
            if (i > 0 && allIsQuiet()) {
                return;
            }
            instances().forEach(this::help);
            poll();
            servers.settle();
            while (report()) {
                servers.settle();
            }
            servers.pass(Duration.ofSeconds(random.nextInt(40)));
            servers.sweep();
            servers.throwFaults();
        }
        throw new AssertionError("Trees do not come to their end: " + lastWords());
    }

    /** What the runs that go on have been through. */
    private String lastWords() {
        return instances().stream()
                .filter(run -> !run.state().isTerminal())
                .map(run -> run.workflow() + " " + run.runId() + " is " + run.state() + historyOf(run))
                .collect(Collectors.joining("\n"));
    }

    private String historyOf(WorkflowInstance run) {
        return servers.store.reads().history(run.instanceId(), 0, 1_000).items().stream()
                .map(entry -> entry.type() + " " + entry.taskId() + " " + entry.at())
                .collect(Collectors.joining(", ", ": ", ""));
    }

    /** Too many lost workers are an incident, or a dead letter. */
    private void help(WorkflowInstance run) {
        if (run.state() == WorkflowState.SUSPENDED || run.state() == WorkflowState.COMPENSATION_FAILED) {
            TaskRepair repair = new TaskRepair(null, null, null, null, "test");
            for (String taskId : List.of("a", "b", "c", "d", "e", "f", "g")) {
                servers.call(
                        () -> servers.any()
                                .workflows()
                                .retryTask(taskId, new Command<>(run.instanceId(), repair, "ann", null)),
                        Servers.told(instance -> {}));
                servers.settle();
            }
        }
    }

    private boolean allIsQuiet() {
        return open.isEmpty()
                && servers.store.leases().findTold(1).isEmpty()
                && instances().stream().allMatch(run -> run.state().isTerminal());
    }

    List<WorkflowInstance> instances() {
        InstanceQuery all = new InstanceQuery(Set.of(), null, null, null, null, new ListQuery(1_000, null));
        return servers.store.reads().listInstances(all).items();
    }

    private void judge() {
        assertThat(rootIds).as("8: one run for each run id").hasSize(roots);
        List<WorkflowInstance> all = instances();
        assertThat(all.stream().map(run -> run.workflow() + " " + run.runId()).toList())
                .as("children, each started once")
                .doesNotHaveDuplicates();
        for (WorkflowInstance run : all) {
            boolean isRoot = run.parentInstanceId() == null;
            assertThat(isRoot).as("%s", run).isEqualTo(rootIds.contains(run.instanceId()));
        }
        rootIds.forEach(root -> judgeTree(root, all));
    }

    private void judgeTree(UUID root, List<WorkflowInstance> all) {
        List<WorkflowInstance> tree = treeOf(root, all);
        boolean completed = tree.get(0).state() == WorkflowState.COMPLETED;
        assertThat(tree)
                .as("5.10: a tree goes one way")
                .allMatch(run -> (run.state() == WorkflowState.COMPLETED) == completed);
        Set<String> owned = new HashSet<>();
        tree.forEach(run -> standing.stream()
                .filter(key -> key.startsWith("shop/" + run.workflow() + "/" + run.runId() + "/"))
                .filter(key -> key.lastIndexOf('/') == ("shop/" + run.workflow() + "/" + run.runId()).length())
                .forEach(owned::add));
        assertThat(owned).as("5: effects of %s", tree).hasSize(completed ? effects.get(ROOT) : 0);
    }

    private static List<WorkflowInstance> treeOf(UUID root, List<WorkflowInstance> all) {
        List<WorkflowInstance> tree = new ArrayList<>();
        all.stream().filter(run -> run.instanceId().equals(root)).forEach(tree::add);
        for (int i = 0; i < tree.size(); i++) {
            UUID parent = tree.get(i).instanceId();
            all.stream().filter(run -> parent.equals(run.parentInstanceId())).forEach(tree::add);
        }
        return tree;
    }
}
