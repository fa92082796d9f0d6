package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.engine.decision.NodeKey;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.StartedWorkflow;
import com.orchestrator.engine.service.WorkflowService;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * One seed: some runs of a random workflow on two servers in a random world. First chaos; then the world heals and every run
 * has to come to its end; then everybody says what was not said yet, and it has to end again.
 */
final class EngineSimulation {

    private static final int CHAOS_STEPS = 250;
    private static final int HEALING_ROUNDS_MAX = 400;
    private static final double[] TROUBLES = {0.0, 0.03, 0.12};

    final Servers servers;
    private final Random random;
    private final Shape shape;
    private final Effects effects;
    private final Crew crew;
    private final int runs;
    private final double meddling;
    private final Map<String, Set<UUID>> answers = new LinkedHashMap<>();
    private final Map<String, Integer> created = new LinkedHashMap<>();

    EngineSimulation(long seed) {
        random = new Random(seed);
        shape = new Shape(random);
        servers = new Servers(random, shape.plan(), TROUBLES[random.nextInt(TROUBLES.length)]);
        effects = new Effects(shape);
        crew = new Crew(servers, effects, random);
        runs = 1 + random.nextInt(4);
        meddling = random.nextInt(3) / 20.0;
    }

    void play() {
        int steps = random.nextInt(CHAOS_STEPS);
        for (int i = 0; i < steps; i++) {
            chaos();
            servers.throwFaults();
        }
        servers.calmDown();
        for (int i = 0; i < runs; i++) {
            start("run-" + i);
        }
        heal();
        servers.assertNobodyWasLost();
        judge();
    }

    // ---- chaos

    private void chaos() {
        if (random.nextDouble() < meddling) {
            meddle();
            return;
        }
        switch (random.nextInt(16)) {
            case 0 -> start("run-" + random.nextInt(runs));
            case 1, 2, 3 -> crew.poll(random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(20));
            case 4, 5, 6 -> crew.reportSomething();
            case 7 -> crew.sayAgain();
            case 8 -> crew.renewSomething();
            case 9 -> servers.pass(Duration.ofMillis(random.nextInt(40_000)));
            case 10 -> servers.sweep();
            case 11 -> signal();
            default -> servers.step();
        }
    }

    private void start(String runId) {
        StartWorkflowRequest request = new StartWorkflowRequest(
                "shop", "order", runId, Payload.ofJson("{\"run\":\"" + runId + "\"}"), Map.of(), null, 1, null);
        servers.call(() -> servers.any().workflows().startWorkflow(request), Servers.<StartedWorkflow>told(started -> {
            answers.computeIfAbsent(runId, id -> new LinkedHashSet<>()).add(started.instanceId());
            created.merge(runId, started.deduplicated() ? 0 : 1, Integer::sum);
        }));
    }

    private List<UUID> known() {
        return answers.values().stream().flatMap(Set::stream).toList();
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private void signal() {
        List<String> names = shape.signals().stream().sorted().toList();
        if (!names.isEmpty() && !known().isEmpty()) {
            SignalRequest request = new SignalRequest(pick(names), null, Payload.EMPTY_OBJECT);
            tell(workflows -> workflows.signalWorkflow(command(pick(known()), request)));
        }
    }

    private void meddle() {
        if (known().isEmpty()) {
            return;
        }
        UUID run = pick(known());
        switch (random.nextInt(8)) {
            case 0, 1 -> tell(workflows -> workflows.pauseWorkflow(command(run, new ControlRequest("test", null))));
            case 2, 3 -> resume(run);
            case 4, 5 -> tell(workflows -> workflows.cancelWorkflow(command(run, new ControlRequest("test", true))));
            default -> compensate(run);
        }
    }

    private void compensate(UUID run) {
        boolean toSavepoint = !shape.savepoints().isEmpty() && random.nextBoolean();
        CompensateRequest request = new CompensateRequest(
                toSavepoint ? null : Shape.baseOf(pick(shape.ids())),
                toSavepoint ? pick(shape.savepoints()) : null,
                random.nextDouble() < 0.7 ? CompensateRequest.Then.RETRY : CompensateRequest.Then.STOP,
                null,
                random.nextDouble() < 0.3,
                "test");
        tell(workflows -> workflows.triggerCompensation(command(run, request)));
    }

    private void resume(UUID run) {
        tell(workflows -> workflows.resumeWorkflow(command(run, new ControlRequest("test", null))));
    }

    private interface Operation {
        CompletableFuture<WorkflowInstance> on(WorkflowService workflows);
    }

    private void tell(Operation operation) {
        servers.call(() -> operation.on(servers.any().workflows()), Servers.told(instance -> {}));
    }

    private static <T> Command<T> command(UUID run, T request) {
        return new Command<>(run, request, "ann", null);
    }

    // ---- healing

    private void heal() {
        crew.heal();
        for (int i = 0; i < HEALING_ROUNDS_MAX; i++) {
            if (allIsQuiet() && i > 0) {
                return;
            }
            healingRound();
            servers.throwFaults();
        }
        throw new AssertionError("Runs do not come to their end: " + lastWords());
    }

    private void healingRound() {
        servers.settle();
        instances().forEach(this::help);
        crew.poll(Duration.ZERO);
        servers.settle();
        while (crew.reportSomething()) {
            servers.settle();
        }
        signal();
        servers.pass(Duration.ofSeconds(random.nextInt(40)));
        servers.sweep();
        servers.settle();
    }

    /** What the runs that go on were doing last. */
    private String lastWords() {
        return instances().stream()
                .filter(instance -> !instance.state().isTerminal())
                .map(this::lastWords)
                .collect(Collectors.joining("\n"));
    }

    private String lastWords(WorkflowInstance run) {
        List<HistoryEntry> history = history(run).stream()
                .filter(entry -> !entry.type().equals("SIGNAL_RECEIVED"))
                .toList();
        return history.subList(Math.max(0, history.size() - 12), history.size()).stream()
                .map(entry -> entry.at() + " " + entry.type() + " " + entry.taskId() + " " + entry.data())
                .collect(Collectors.joining("\n", run.runId() + " is " + run.state() + "\n", ""));
    }

    private boolean allIsQuiet() {
        return crew.hands().stream().noneMatch(Hand::isOpen)
                && instances().stream().allMatch(instance -> instance.state().isTerminal());
    }

    private void help(WorkflowInstance instance) {
        switch (instance.state()) {
            case PAUSED -> resume(instance.instanceId());
            case SUSPENDED -> {
                shape.works().keySet().forEach(id -> retry(instance, id));
                shape.ids().stream()
                        .filter(id -> shape.isLeaf(id) && !shape.works().containsKey(id))
                        .forEach(id -> skip(instance, id));
            }
            case COMPENSATION_FAILED -> shape.works().keySet().forEach(id -> retry(instance, id));
            default -> {}
        }
    }

    private void skip(WorkflowInstance instance, String name) {
        NodeKey task = Operations.key(name);
        TaskRepair repair = new TaskRepair(null, null, null, task.iteration(), "test");
        tell(workflows -> workflows.skipTask(task.taskId(), command(instance.instanceId(), repair)));
        servers.settle();
    }

    private void retry(WorkflowInstance instance, String name) {
        NodeKey task = Operations.key(name);
        TaskRepair repair = new TaskRepair(null, null, null, task.iteration(), "test");
        tell(workflows -> workflows.retryTask(task.taskId(), command(instance.instanceId(), repair)));
        servers.settle();
    }

    private List<WorkflowInstance> instances() {
        InstanceQuery all = new InstanceQuery(Set.of(), null, null, null, null, new ListQuery(100, null));
        return servers.store.reads().listInstances(all).items();
    }

    // ---- the end

    private void judge() {
        assertThat(instances()).as("runs, one for each run id").hasSize(runs);
        assertThat(answers).hasSize(runs);
        answers.forEach((runId, ids) ->
                assertThat(ids).as("8: answers to the starts of %s", runId).hasSize(1));
        created.forEach((runId, count) -> assertThat(count)
                .as("8: starts of %s that were no repetition", runId)
                .isLessThanOrEqualTo(1));
        for (WorkflowInstance run : instances()) {
            new Audit(shape, run, history(run), crew.hands(), effects).judge();
        }
        judgeQuiet();
    }

    private List<HistoryEntry> history(WorkflowInstance run) {
        return servers.store.reads().history(run.instanceId(), 0, 100_000).items();
    }

    /** Nothing is left in the tables that would ever be found again. */
    private void judgeQuiet() {
        servers.clock.advance(Duration.ofDays(365));
        assertThat(servers.store.leases().findExpiredLeases(10)).as("leases").isEmpty();
        assertThat(servers.store.leases().findDueRuns(10)).as("timers").isEmpty();
        assertThat(servers.store.leases().findDueWatches(10))
                .as("watched leases")
                .allSatisfy(watch -> assertThat(watch.runs()).isEmpty());
        assertThat(servers.store.leases().whatIsDue(Set.of("default")).queues())
                .as("ready work")
                .isEmpty();
    }

    List<WorkflowState> endings() {
        return instances().stream().map(WorkflowInstance::state).toList();
    }
}
