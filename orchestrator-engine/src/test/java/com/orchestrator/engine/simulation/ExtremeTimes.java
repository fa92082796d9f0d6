package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.definition.CompiledDefinition;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.persistence.EventJson;
import com.orchestrator.engine.persistence.EventPage;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunComparison;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.wake.StoredWakeSources;
import com.orchestrator.engine.wake.WakeSources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Plays short stories whose times are the strangest that can be written, over any store: whatever comes in is taken or refused in the
 * caller's face, what a worker reports is always taken, and what is recorded reads back as it was.
 */
public final class ExtremeTimes {

    private static final DefinitionCompiler COMPILER = new DefinitionCompiler(new ExpressionCompiler());
    private static final List<String> QUEUES = List.of("work", "undo");
    private static final ControlRequest BECAUSE = new ControlRequest("test", true);

    private final EngineStore store;
    private final Runnable anHourPasses;
    private final SteppedEngine engine;
    private final Random random;
    private final TimeTexts texts;
    private final WorkflowPlan plan;
    private UUID run = new UUID(0, 0);

    /**
     * @param engine over the store, which knows the plan
     * @param anHourPasses moves the clock of the store
     */
    public ExtremeTimes(
            Function<WorkflowPlan, SteppedEngine> engine, EngineStore store, Runnable anHourPasses, long seed) {
        this.store = store;
        this.anHourPasses = anHourPasses;
        this.random = new Random(seed);
        this.texts = new TimeTexts(random);
        String text = document("times" + seed);
        CompiledDefinition definition = COMPILER.compile(text.getBytes(StandardCharsets.UTF_8));
        store.definitions().register(definition, text, null);
        this.plan = definition.plan().withRevision(1);
        this.engine = engine.apply(plan);
    }

    private String document(String name) {
        return """
                {"apiVersion": "orchestrator/v1", "kind": "Workflow", "namespace": "shop", "name": "%s",
                 "timeouts": {"execution": "%s"},
                 "tasks": [
                  {"id": "a", "task": "work", "timeouts": %s, "retry": %s,
                   "compensate": {"task": "undo", "timeouts": %s, "retry": %s}},
                  {"id": "b", "wait": "%s"},
                  {"id": "c", "task": "work", "timeouts": %s, "retry": %s},
                  {"id": "d", "wait": "${ tasks.c.output.until }"},
                  {"id": "e", "signal": {"name": "s", "timeout": "%s"}}]}
                """.formatted(
                        name,
                        texts.heldDuration(),
                        timeouts(),
                        retry(),
                        timeouts(),
                        retry(),
                        random.nextInt(3) == 0 ? texts.heldTime() : "1ms",
                        timeouts(),
                        retry(),
                        texts.heldDuration());
    }

    private String timeouts() {
        return "{\"schedule\": \"%s\", \"execution\": \"%s\", \"lease\": \"%s\", \"total\": \"%s\"}"
                .formatted(texts.longDuration(), texts.longDuration(), texts.longDuration(), texts.longDuration());
    }

    private String retry() {
        return "{\"maxAttempts\": 9, \"initialInterval\": \"%s\", \"maxInterval\": \"%s\", \"maxElapsed\": \"%s\"}"
                .formatted(texts.heldDuration(), texts.heldDuration(), texts.longDuration());
    }

    public void play() {
        Instant startAt = random.nextBoolean() ? null : texts.moment();
        Optional<UUID> started = taken(() -> new StartWorkflowRequest(
                        "shop", plan.name(), "r", Payload.NULL, Map.of(), null, null, startAt, null))
                .map(request ->
                        settled(engine.workflows().startWorkflow(request)).instanceId());
        assertThat(started.isPresent()).isEqualTo(startAt == null || TimeTexts.holds(startAt));
        if (started.isEmpty()) {
            return;
        }
        run = started.get();
        for (int turn = 0; turn < 8; turn++) {
            judge();
            step();
        }
        judge();
        if (state() == WorkflowState.RUNNING) {
            settled(engine.workflows().cancelWorkflow(command()));
            poll().forEach(this::report);
            judge();
        }
    }

    private void step() {
        switch (random.nextInt(6)) {
            case 0 -> {
                pause();
                anHourPasses.run();
                resume();
            }
            case 1 -> {
                anHourPasses.run();
                engine.sweep();
                engine.settle();
            }
            default -> poll().forEach(this::report);
        }
    }

    private void pause() {
        if (!state().isAtRest()) {
            settled(engine.workflows().pauseWorkflow(command()));
        }
    }

    private void resume() {
        if (state() == WorkflowState.PAUSED) {
            settled(engine.workflows().resumeWorkflow(command()));
        }
    }

    private WorkflowState state() {
        return engine.workflows().getWorkflow(run).state();
    }

    private Command<ControlRequest> command() {
        return new Command<>(run, BECAUSE, "test", null);
    }

    private List<LeasedTask> poll() {
        PollRequest request = new PollRequest("w", QUEUES, 5, Duration.ZERO, null, List.of(), List.of());
        return settled(engine.tasks().poll(request)).tasks();
    }

    /** Sooner or later it is done; what it has said is always taken. */
    private void report(LeasedTask task) {
        settled(engine.tasks().renewLease("w", new LeaseRenewal(task.executionId(), task.fenceToken(), null)));
        if (random.nextInt(3) == 0) {
            Duration wish = texts.duration();
            Failure failure = taken(() -> new Failure(FailureKind.RETRYABLE, "E", null, null, wish))
                    .orElse(Failure.of(FailureKind.RETRYABLE, "E"));
            settled(engine.tasks().failTask("w", TaskReport.failure(task.executionId(), task.fenceToken(), failure)));
            return;
        }
        String until = texts.anyTime();
        Payload output = Payload.ofTree(JsonNodeFactory.instance.objectNode().put("until", until));
        settled(engine.tasks().completeTask("w", TaskReport.success(task.executionId(), task.fenceToken(), output)));
        WorkflowInstance now = engine.workflows().getWorkflow(run);
        if (task.taskId().equals("c") && now.cause() == null) {
            assertThat(TimeTexts.canBeHeld(until)).as(until).isTrue();
        }
    }

    /** What the constructor of a request has not refused; nothing else may go wrong in it. */
    private static <T> Optional<T> taken(Supplier<T> request) {
        try {
            return Optional.of(request.get());
        } catch (OrchestratorException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            assertThat(refused.errors()).isNotEmpty();
            return Optional.empty();
        }
    }

    private <T> T settled(CompletableFuture<T> answer) {
        engine.settle();
        try {
            return answer.join();
        } catch (CompletionException failure) {
            throw new AssertionError("Answered by a fault", failure.getCause());
        }
    }

    private void judgeWakeUp(WorkflowInstance row, Run folded) {
        Set<UUID> ids =
                folded.allExecutions().stream().map(ExecutionRun::executionId).collect(Collectors.toSet());
        StoredWakeSources stored = store.watch()
                .inSnapshot(snapshot -> new StoredWakeSources(
                        snapshot.rows(ids).keySet(),
                        snapshot.wakeAt(run).orElse(null),
                        folded.timers().nextLease() != null && snapshot.isWatched(run)));
        assertThat(row.state().isTerminal() || WakeSources.of(folded, stored).areComplete())
                .as("something moves it, at %s", stored.wakeAt())
                .isTrue();
    }

    /** Pages, readers' texts, rows and memories tell one story. */
    private void judge() {
        List<Entry> entries = store.runs()
                .inTransaction(transaction -> transaction.loadEvents(Map.of(run, 0L)))
                .get(run);
        WorkflowInstance row = engine.workflows().getWorkflow(run);
        Run folded = new Run(run, plan);
        for (Entry entry : entries) {
            assertThat(EventPage.read(EventPage.write(run, List.of(entry)))).containsExactly(entry);
            String type = EventJson.typeOf(entry.event());
            assertThat(EventJson.read(type, EventJson.write(entry.event()))).isEqualTo(entry.event());
            folded.apply(entry);
        }
        assertThat(row.state()).isEqualTo(folded.state());
        judgeWakeUp(row, folded);
        engine.remembers(run)
                .flatMap(memory -> RunComparison.difference(memory, folded))
                .ifPresent(difference -> {
                    throw new AssertionError(difference);
                });
        assertThat(engine.workflows().explainWorkflow(run)).isNotNull();
    }
}
