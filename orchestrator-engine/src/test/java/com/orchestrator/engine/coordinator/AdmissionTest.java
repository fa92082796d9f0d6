package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.LockStatus;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.StartedWorkflow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keyed concurrency of runs and semantic locks, over the whole engine but its threads. */
class AdmissionTest {

    private static final String HEAD = "apiVersion: orchestrator/v1\nkind: Workflow\nnamespace: test\nname: ";

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    private final SteppedEngine engine =
            new SteppedEngine(SteppedEngine.ONE_LANE, store, List.of(), clock, new Random(1), nanos -> {});
    private final Map<String, UUID> runs = new HashMap<>();
    private final Map<String, LeasedTask> leases = new HashMap<>();

    private void define(String name, String yaml) {
        engine.workflows().registerWorkflow((HEAD + name + "\n" + yaml).getBytes(StandardCharsets.UTF_8));
    }

    private void defineKeyed(int max, String overflow) {
        define("keyed", """
                concurrency: { key: "${ input.k }", max: %d, overflow: %s }
                tasks:
                  - { id: a, task: work, compensate: { task: undo, queue: work } }
                  - { id: b, task: work }
                """.formatted(max, overflow));
    }

    private CompletableFuture<StartedWorkflow> begin(String workflow, String runId, String input) {
        return engine.workflows()
                .startWorkflow(new StartWorkflowRequest(
                        "test", workflow, runId, Payload.ofJson(input), Map.of(), null, null, null, null));
    }

    private CompletableFuture<StartedWorkflow> tryStart(String workflow, String runId, String input) {
        CompletableFuture<StartedWorkflow> started = begin(workflow, runId, input);
        engine.settle();
        return started;
    }

    private void start(String workflow, String runId, String input) {
        runs.put(runId, tryStart(workflow, runId, input).join().instanceId());
        engine.settle();
    }

    private WorkflowInstance run(String runId) {
        return engine.workflows().getWorkflow(Objects.requireNonNull(runs.get(runId)));
    }

    private WorkflowState state(String runId) {
        return run(runId).state();
    }

    /** Everything that is ready, as {@code run.task} or {@code run.task:undo}. */
    private List<String> poll() {
        var answer = engine.tasks()
                .poll(new PollRequest("w", List.of("work"), 20, Duration.ZERO, null, List.of(), List.of()));
        engine.settle();
        return answer.join().tasks().stream().map(this::remember).sorted().toList();
    }

    private String remember(LeasedTask task) {
        String name = task.runId() + "." + task.taskId() + (task.taskType().equals("undo") ? ":undo" : "");
        leases.put(name, task);
        return name;
    }

    private void report(TaskReport report) {
        engine.tasks().poll(new PollRequest("w", List.of("work"), 0, Duration.ZERO, null, List.of(report), List.of()));
        engine.settle();
    }

    private void complete(String name) {
        LeasedTask task = Objects.requireNonNull(leases.remove(name));
        report(TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT));
    }

    private void fail(String name) {
        LeasedTask task = Objects.requireNonNull(leases.remove(name));
        report(TaskReport.failure(
                task.executionId(), task.fenceToken(), new Failure(FailureKind.FATAL, "NO", "no", null, null)));
    }

    private void cancel(String runId) {
        engine.workflows()
                .cancelWorkflow(new Command<>(runs.get(runId), new ControlRequest("enough", null), "kim", null));
        engine.settle();
    }

    private List<String> events(String runId) {
        return engine.workflows().getHistory(runs.get(runId), 0, 200).items().stream()
                .map(HistoryEntry::type)
                .toList();
    }

    private @Nullable String causeOf(String runId) {
        Cause cause = run(runId).cause();
        return cause == null ? null : cause.code();
    }

    private String why(String runId) {
        return engine.workflows()
                .explainWorkflow(runs.get(runId))
                .reasons()
                .get(0)
                .message();
    }

    private void nothingIsHeld() {
        assertThat(store.claimRows()).isEmpty();
    }

    // ---- concurrency

    @Test
    void queue_runsWaitInOrderOfStart_untilAHolderHasEnded_throughItsUndo() {
        defineKeyed(1, "queue");
        start("keyed", "r1", "{\"k\":1}");
        start("keyed", "r2", "{\"k\":1}");
        start("keyed", "r3", "{\"k\":1}");
        start("keyed", "other", "{\"k\":2}");
        assertThat(poll()).containsExactly("other.a", "r1.a");
        assertThat(state("r2")).isEqualTo(WorkflowState.RUNNING);
        assertThat(run("r2").startedAt()).isNull();
        assertThat(events("r2")).containsExactly("WORKFLOW_STARTED", "CLAIMS_REQUESTED");
        assertThat(why("r3"))
                .isEqualTo("The run waits for a place among the runs of test/keyed:1, held by run " + runs.get("r1")
                        + "; 1 wait before it.");

        complete("r1.a");
        assertThat(poll()).containsExactly("r1.b");
        fail("r1.b");
        assertThat(state("r1")).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(poll()).containsExactly("r1.a:undo");
        complete("r1.a:undo");
        assertThat(state("r1")).isEqualTo(WorkflowState.COMPENSATED);

        assertThat(poll()).containsExactly("r2.a");
        assertThat(events("r2")).contains("CLAIMS_GRANTED", "WORKFLOW_BEGAN");
        complete("r2.a");
        poll();
        complete("r2.b");
        assertThat(poll()).containsExactly("r3.a");
    }

    @Test
    void reject_namesWhoHasThePlace_butARepeatedStartIsAnsweredWithItsRun() {
        defineKeyed(1, "reject");
        start("keyed", "r1", "{\"k\":1}");

        CompletableFuture<StartedWorkflow> refused = tryStart("keyed", "r2", "{\"k\":1}");

        assertThat(refused)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(Exception.class)
                .satisfies(failure -> {
                    OrchestratorException refusal = (OrchestratorException) failure.getCause();
                    assertThat(refusal.code()).isEqualTo(ErrorCode.CONCURRENCY_LIMIT);
                    assertThat(refusal.getMessage()).contains(runs.get("r1").toString());
                });
        assertThat(tryStart("keyed", "r1", "{\"k\":1}").join().deduplicated()).isTrue();
        assertThat(tryStart("keyed", "r3", "{\"k\":2}").join().deduplicated()).isFalse();
    }

    @Test
    void cancelOldest_isHeardByOneThatWaitsForAPersonOnItsWayBack() {
        defineKeyed(1, "cancelOldest");
        start("keyed", "r1", "{\"k\":1}");
        poll();
        complete("r1.a");
        engine.workflows()
                .triggerCompensation(new Command<>(
                        runs.get("r1"),
                        new CompensateRequest("a", null, CompensateRequest.Then.RETRY, null, false, "again"),
                        "kim",
                        null));
        engine.settle();
        assertThat(poll()).containsExactly("r1.a:undo");
        fail("r1.a:undo");
        assertThat(state("r1")).isEqualTo(WorkflowState.COMPENSATION_FAILED);

        start("keyed", "r2", "{\"k\":1}");
        engine.workflows()
                .skipTask("a", new Command<>(runs.get("r1"), new TaskRepair(null, null, null, null, "x"), "kim", null));
        engine.settle();

        assertThat(events("r1")).contains("WORKFLOW_ENDED").doesNotContain("FORWARD_RESUMED");
        assertThat(poll()).containsExactly("r2.a");
    }

    @Test
    void repeatedStart_isInNobodysWay_alsoWhenItsTransactionFails() {
        defineKeyed(2, "reject");
        start("keyed", "r1", "{\"k\":1}");
        store.failNextBeforeCommit();

        CompletableFuture<StartedWorkflow> repeated = begin("keyed", "r1", "{\"k\":1}");
        CompletableFuture<StartedWorkflow> another = begin("keyed", "r2", "{\"k\":1}");
        begin("keyed", "aside", "{\"k\":2}");
        engine.settle();

        assertThat(repeated.join().deduplicated()).isTrue();
        assertThat(another.join().deduplicated()).isFalse();
    }

    @Test
    void cancelOldest_undoesTheHolder_andTheNewOneWaitsUntilItHasEnded() {
        defineKeyed(1, "cancelOldest");
        start("keyed", "r1", "{\"k\":1}");
        assertThat(poll()).containsExactly("r1.a");
        complete("r1.a");

        start("keyed", "r2", "{\"k\":1}");

        assertThat(state("r1")).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(poll()).containsExactly("r1.a:undo");
        start("keyed", "r3", "{\"k\":1}");
        assertThat(state("r2")).isEqualTo(WorkflowState.CANCELLED);
        complete("r1.a:undo");
        assertThat(state("r1")).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(causeOf("r1")).isEqualTo("SUPERSEDED");
        assertThat(poll()).containsExactly("r3.a");
    }

    @Test
    void coalesce_replacesTheStartThatWaits_andSaysByWhich() {
        defineKeyed(1, "coalesce");
        start("keyed", "r1", "{\"k\":1}");
        start("keyed", "r2", "{\"k\":1}");
        start("keyed", "r3", "{\"k\":1}");

        assertThat(state("r2")).isEqualTo(WorkflowState.CANCELLED);
        assertThat(causeOf("r2")).isEqualTo("COALESCED");
        assertThat(Objects.requireNonNull(run("r2").cause()).message())
                .contains(runs.get("r3").toString());
        assertThat(poll()).containsExactly("r1.a");
        complete("r1.a");
        poll();
        complete("r1.b");
        assertThat(poll()).containsExactly("r3.a");
    }

    @Test
    void startsOfOneTransaction_takeNoMorePlacesThanThereAre() {
        defineKeyed(2, "queue");
        for (int i = 1; i <= 5; i++) {
            engine.workflows()
                    .startWorkflow(new StartWorkflowRequest(
                            "test", "keyed", "r" + i, Payload.ofJson("{\"k\":1}"), Map.of(), null, null, null, null));
        }
        engine.settle();

        assertThat(poll()).hasSize(2);
    }

    @Test
    void runThatWaits_canBeCancelled_andLeavesTheLine() {
        defineKeyed(1, "queue");
        start("keyed", "r1", "{\"k\":1}");
        start("keyed", "r2", "{\"k\":1}");

        cancel("r2");

        assertThat(state("r2")).isEqualTo(WorkflowState.CANCELLED);
        assertThat(store.claimRows()).hasSize(1);
        cancel("r1");
        assertThat(poll()).isEmpty();
        nothingIsHeld();
    }

    @Test
    void delayedStart_takesItsPlaceWhenItBegins() {
        defineKeyed(1, "queue");
        engine.workflows()
                .startWorkflow(new StartWorkflowRequest(
                        "test",
                        "keyed",
                        "late",
                        Payload.ofJson("{\"k\":1}"),
                        Map.of(),
                        null,
                        null,
                        clock.instant().plusSeconds(60),
                        null));
        engine.settle();
        start("keyed", "r1", "{\"k\":1}");

        clock.advance(Duration.ofSeconds(61));
        engine.sweep();
        engine.settle();
        assertThat(poll()).containsExactly("r1.a");

        cancel("r1");
        complete("r1.a");
        poll();
        complete("r1.a:undo");
        assertThat(poll()).containsExactly("late.a");
    }

    @Test
    void keyThatCannotBeKnown_isAnIncident_andTheRunDoesNotGoUnlimited() {
        defineKeyed(1, "queue");
        start("keyed", "r1", "{}");

        assertThat(state("r1")).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(causeOf("r1")).isEqualTo("KEY_FAILED");
        assertThat(poll()).isEmpty();
        start("keyed", "r2", "{\"k\":null}");
        assertThat(poll()).containsExactly("r2.a");

        engine.workflows()
                .retryTask(
                        "a", new Command<>(runs.get("r1"), new TaskRepair(null, null, null, null, "x"), "kim", null));
        engine.settle();
        assertThat(state("r1")).isEqualTo(WorkflowState.SUSPENDED);
    }

    @Test
    void runThatFailedAndIsRetried_needsItsPlaceAgain() {
        define("keyed", """
                concurrency: { max: 1 }
                tasks: [{ id: a, task: work }]
                """);
        start("keyed", "r1", "{}");
        poll();
        fail("r1.a");
        assertThat(state("r1")).isEqualTo(WorkflowState.FAILED);
        start("keyed", "r2", "{}");
        assertThat(poll()).containsExactly("r2.a");

        engine.workflows()
                .retryTask(
                        "a", new Command<>(runs.get("r1"), new TaskRepair(null, null, null, null, "x"), "kim", null));
        engine.settle();
        assertThat(state("r1")).isEqualTo(WorkflowState.RUNNING);
        assertThat(poll()).isEmpty();

        complete("r2.a");
        assertThat(poll()).containsExactly("r1.a");
        complete("r1.a");
        assertThat(state("r1")).isEqualTo(WorkflowState.COMPLETED);
        nothingIsHeld();
    }

    // ---- locks

    private void defineLocking(String name, String first, String second) {
        define(name, """
                tasks:
                  - { id: a, task: work, locks: ["%s"], compensate: { task: undo, queue: work } }
                  - { id: b, task: work, locks: ["%s"] }
                """.formatted(first, second));
    }

    @Test
    void lock_isHeldThroughTheUndo_andTheNextHolderHasAGreaterFence() {
        defineLocking("one", "order:${ input.k }", "order:${ input.k }");
        start("one", "r1", "{\"k\":1}");
        assertThat(poll()).containsExactly("r1.a");
        long first = locks().get(0).fenceToken();
        start("one", "r2", "{\"k\":1}");
        assertThat(poll()).isEmpty();
        assertThat(locks().get(0).waiting()).isEqualTo(1);
        assertThat(why("r2"))
                .isEqualTo("Task a waits for the lock order:1, held by run " + runs.get("r1") + "; 0 wait before it.");

        complete("r1.a");
        assertThat(poll()).containsExactly("r1.b");
        fail("r1.b");
        assertThat(poll()).containsExactly("r1.a:undo");
        complete("r1.a:undo");

        assertThat(poll()).containsExactly("r2.a");
        assertThat(locks()).singleElement().satisfies(lock -> {
            assertThat(lock.name()).isEqualTo("order:1");
            assertThat(lock.holder()).isEqualTo(new LockStatus.Holder(runs.get("r2"), "a"));
            assertThat(lock.fenceToken()).isGreaterThan(first);
        });
        assertThat(Objects.requireNonNull(leases.get("r2.a")).headers())
                .containsEntry(
                        "lock-fence.order:1", String.valueOf(locks().get(0).fenceToken()));
    }

    private List<LockStatus> locks() {
        return store.claims().listLocks(null, new ListQuery(50, null)).items();
    }

    @Test
    void withLock_isGivenBackBehindItsBlock() {
        define("block", """
                tasks:
                  - { id: w, withLock: [stock], do: [{ id: inside, task: work }] }
                  - { id: after, task: work }
                """);
        start("block", "r1", "{}");
        start("block", "r2", "{}");
        assertThat(poll()).containsExactly("r1.inside");

        complete("r1.inside");

        assertThat(poll()).containsExactly("r1.after", "r2.inside");
        assertThat(events("r1")).contains("CLAIMS_DROPPED");
    }

    @Test
    void workflowLocks_areTakenTogether_beforeTheFirstTask() {
        define("both", """
                locks: ["x", "y"]
                tasks: [{ id: a, task: work }]
                """);
        define("holder", """
                locks: ["y"]
                tasks: [{ id: a, task: work }]
                """);
        start("holder", "h", "{}");
        assertThat(poll()).containsExactly("h.a");
        start("both", "r1", "{}");
        assertThat(locks()).extracting(LockStatus::name).containsExactly("y");

        complete("h.a");

        assertThat(poll()).containsExactly("r1.a");
        assertThat(locks()).extracting(LockStatus::name).containsExactly("x", "y");
    }

    @Test
    void circle_isFound_andTheYoungestRequestFailsThroughItsSaga() {
        defineLocking("xy", "x", "y");
        defineLocking("yx", "y", "x");
        start("xy", "r1", "{}");
        start("yx", "r2", "{}");
        assertThat(poll()).containsExactly("r1.a", "r2.a");
        complete("r1.a");
        complete("r2.a");
        assertThat(poll()).isEmpty();

        for (int i = 0; i < 3; i++) {
            engine.sweep();
            engine.settle();
        }

        assertThat(state("r2")).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(causeOf("r2")).isEqualTo("DEADLOCK");
        assertThat(state("r1")).isEqualTo(WorkflowState.RUNNING);
        assertThat(poll()).containsExactly("r2.a:undo");
        complete("r2.a:undo");
        assertThat(poll()).containsExactly("r1.b");
    }

    @Test
    void childThatWantsWhatItsParentHolds_isADeadlock() {
        define("child", """
                tasks: [{ id: c, task: work, locks: [x] }]
                """);
        define("parent", """
                locks: [x]
                tasks: [{ id: sub, workflow: { name: child } }]
                """);
        start("parent", "r1", "{}");
        assertThat(poll()).isEmpty();

        for (int i = 0; i < 3; i++) {
            engine.sweep();
            engine.settle();
        }

        assertThat(state("r1")).isEqualTo(WorkflowState.FAILED);
        assertThat(causeOf("r1")).isEqualTo("DEADLOCK");
        nothingIsHeld();
    }

    @Test
    void hintThatIsLost_isFoundByTheSweep() {
        defineLocking("one", "x", "x");
        start("one", "r1", "{}");
        start("one", "r2", "{}");
        assertThat(poll()).containsExactly("r1.a");
        SteppedEngine other =
                new SteppedEngine(SteppedEngine.ONE_LANE, store, List.of(), clock, new Random(2), nanos -> {});
        engine.workflows().cancelWorkflow(new Command<>(runs.get("r1"), new ControlRequest("x", false), "kim", null));
        engine.step();

        other.sweep();
        other.settle();

        assertThat(store.claimRows())
                .singleElement()
                .satisfies(row -> assertThat(row.instanceId()).isEqualTo(runs.get("r2")));
        assertThat(store.claimRows().get(0).isHeld()).isTrue();
    }
}
