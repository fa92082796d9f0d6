package com.orchestrator.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchDryRun;
import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.api.batch.BatchRequest;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.StoreUnavailableException;
import com.orchestrator.testkit.FlakyStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One operation on many runs: each gets it once, whatever happens to servers meanwhile, and none else does. */
class BatchesTest {

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: one
            tasks:
              - { id: a, task: work }
            """;

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);

    /** What happens to the first server's next commits of batches, the first first; nothing when empty. */
    private final List<Runnable> fates = new ArrayList<>();

    private final FlakyStore.Weather weather = new FlakyStore.Weather() {
        @Override
        public void onTheWay() {}

        @Override
        public void beforeWrites() {}

        @Override
        public void beforeCommit() {
            if (!fates.isEmpty()) {
                fates.remove(0).run();
            }
        }

        @Override
        public void afterCommit() {}
    };

    private SteppedEngine engine = server();

    BatchesTest() {
        engine.workflows().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
    }

    private SteppedEngine server() {
        return new SteppedEngine(
                SteppedEngine.ONE_LANE, new FlakyStore(store, weather), List.of(), clock, new Random(1), nanos -> {});
    }

    // ---- driving

    private <T> T now(CompletableFuture<T> answer) {
        engine.settle();
        assertThat(answer).isDone();
        return answer.join();
    }

    private UUID start(String runId) {
        clock.advance(Duration.ofMillis(5));
        StartWorkflowRequest request =
                new StartWorkflowRequest("test", "one", runId, Payload.EMPTY_OBJECT, Map.of(), null, null, null, null);
        return now(engine.workflows().startWorkflow(request)).instanceId();
    }

    private List<LeasedTask> poll(List<TaskReport> reports) {
        PollRequest request =
                new PollRequest("w", List.of("work"), 100, Duration.ZERO, Duration.ofMinutes(10), reports, List.of());
        return now(engine.tasks().poll(request)).tasks();
    }

    private List<UUID> suspended(int count) {
        List<UUID> runs = Stream.iterate(0, n -> n + 1)
                .limit(count)
                .map(n -> start("r" + System.identityHashCode(this) + "-" + n))
                .toList();
        List<TaskReport> failures = poll(List.of()).stream()
                .<TaskReport>map(task -> TaskReport.failure(
                        task.executionId(),
                        task.fenceToken(),
                        new Failure(FailureKind.SUSPEND, "DECLINED", "no", null, null)))
                .toList();
        poll(failures);
        runs.forEach(run -> assertThat(state(run)).isEqualTo(WorkflowState.SUSPENDED));
        return runs;
    }

    private WorkflowState state(UUID run) {
        return engine.workflows().getWorkflow(run).state();
    }

    private static BatchRequest over(String filter, BatchOperation operation) {
        return new BatchRequest(operation, filter, null, null, null, null, "psp is back");
    }

    private static BatchRequest over(List<UUID> runs, BatchOperation operation) {
        return new BatchRequest(operation, null, runs, null, null, null, "psp is back");
    }

    private static BatchRequest with(BatchOperation operation, String parameters) {
        return new BatchRequest(operation, "true", null, null, Payload.ofJson(parameters), null, "why");
    }

    private Batch create(BatchRequest request) {
        return engine.batches().create(request, "kim");
    }

    private Batch batch(Batch batch) {
        return engine.batches().find(batch.batchId()).orElseThrow();
    }

    private void steps(int count) {
        for (int i = 0; i < count; i++) {
            engine.pass(Duration.ZERO);
            engine.settle();
        }
    }

    private List<String> history(UUID run) {
        return entries(run).stream().map(HistoryEntry::type).toList();
    }

    private List<HistoryEntry> entries(UUID run) {
        return engine.workflows().getHistory(run, 0, 200).items();
    }

    private long applied(UUID run) {
        return history(run).stream().filter("BATCH_APPLIED"::equals).count();
    }

    private long retried(UUID run) {
        return history(run).stream().filter("TASK_RETRIED_BY_HAND"::equals).count();
    }

    // ---- what it does

    @Test
    void everyRunThatFits_getsTheOperationOnce_withBatchActorAndReasonInItsHistory() {
        List<UUID> runs = suspended(5);
        UUID other = start("well");
        Batch batch = create(over("state == 'SUSPENDED'", BatchOperation.RETRY));
        assertThat(batch.total()).isEqualTo(5);
        assertThat(batch.frozen()).isTrue();
        steps(5);
        assertThat(batch(batch).state()).isEqualTo(Batch.State.COMPLETED);
        assertThat(batch(batch).succeeded()).isEqualTo(5);
        runs.forEach(run -> {
            List<HistoryEntry> told = entries(run);
            HistoryEntry first = told.stream()
                    .filter(entry -> entry.type().equals("BATCH_APPLIED"))
                    .findFirst()
                    .orElseThrow();
            assertThat(first.actor()).isEqualTo("kim");
            assertThat(first.data().get("batchId").asText())
                    .isEqualTo(batch.batchId().toString());
            assertThat(first.data().get("reason").asText()).isEqualTo("psp is back");
            assertThat(told.get(Math.toIntExact(first.sequenceNumber())).type()).isEqualTo("TASK_RETRIED_BY_HAND");
            assertThat(retried(run)).isOne();
        });
        assertThat(applied(other)).isZero();
        assertThat(engine.figure("orchestrator_run_batch_runs_total")).isEqualTo(5);
    }

    @Test
    void operationThatChangesNothing_isSaidAllTheSame() {
        UUID run = start("well");
        create(over(List.of(run), BatchOperation.RESUME));
        steps(5);
        assertThat(history(run)).endsWith("BATCH_APPLIED");
    }

    @Test
    void runsThatCannotHaveIt_areRefused_andTheOthersGetIt() {
        List<UUID> runs = new ArrayList<>(suspended(2));
        UUID well = start("well");
        UUID nobody = new UUID(1, 1);
        runs.addAll(List.of(well, nobody));
        Batch batch = create(over(runs, BatchOperation.RETRY));
        steps(5);
        Batch done = batch(batch);
        assertThat(done.state()).isEqualTo(Batch.State.COMPLETED);
        assertThat(done.succeeded()).isEqualTo(2);
        assertThat(done.refused()).isEqualTo(2);
        List<BatchItem> refused = engine.batches()
                .items(batch.batchId(), BatchItem.State.REFUSED, new ListQuery(10, null))
                .items();
        assertThat(refused).extracting(BatchItem::instanceId).containsExactly(well, nobody);
        assertThat(refused).extracting(BatchItem::code).containsExactly(ErrorCode.ILLEGAL_STATE, ErrorCode.NOT_FOUND);
        assertThat(refused.get(0).detail()).contains("Expected to retry a task of instance " + well, "RUNNING");
        assertThat(applied(well)).isZero();
    }

    @Test
    void runAtFault_isFailed_andTheOthersGetIt() {
        List<UUID> runs = suspended(3);
        engine = server();
        store.damage(runs.get(1));
        Batch batch = create(over(runs, BatchOperation.RETRY));
        steps(5);
        assertThat(batch(batch).succeeded()).isEqualTo(2);
        assertThat(batch(batch).failed()).isEqualTo(1);
        BatchItem failed = engine.batches()
                .items(batch.batchId(), BatchItem.State.FAILED, new ListQuery(10, null))
                .items()
                .get(0);
        assertThat(failed.instanceId()).isEqualTo(runs.get(1));
        assertThat(failed.code()).isEqualTo(ErrorCode.SET_ASIDE);
    }

    @Test
    void runThatIsSetAside_isTakenUpByARetry() {
        UUID run = start("well");
        engine = server();
        store.damage(run);
        Batch inVain = create(over(List.of(run), BatchOperation.PAUSE));
        steps(5);
        assertThat(batch(inVain).failed()).isOne();
        store.mend(run);
        Batch batch = create(over(List.of(run), BatchOperation.RETRY));
        steps(5);
        assertThat(batch(batch).succeeded()).isOne();
        assertThat(history(run)).endsWith("SET_ASIDE_RESOLVED", "BATCH_APPLIED");
    }

    @Test
    void runsOfAGroupOfIncidents_areFoundByItsFingerprint() {
        List<UUID> runs = suspended(3);
        UUID well = start("well");
        String fingerprint = store.incidents()
                .list(IncidentFilter.OPEN, new ListQuery(1, null))
                .items()
                .get(0)
                .fingerprint();
        Batch batch =
                create(new BatchRequest(BatchOperation.RETRY, null, null, fingerprint, null, null, "psp is back"));
        assertThat(batch.total()).isEqualTo(3);
        steps(5);
        runs.forEach(run -> assertThat(retried(run)).isOne());
        assertThat(applied(well)).isZero();
    }

    @Test
    void runsThatHaveEnded_areDeleted_onceAndWhole() {
        UUID well = start("well");
        UUID over = start("over");
        now(engine.workflows().cancelWorkflow(new Command<>(over, new ControlRequest("twice", null), "kim", null)));
        List<UUID> runs = List.of(well, over, new UUID(1, 1));
        BatchDryRun dry = engine.batches().dryRun(over(runs, BatchOperation.DELETE), "kim");
        assertThat(dry.willApply()).isOne();
        assertThat(dry.refused())
                .extracting(BatchDryRun.Refusal::code)
                .containsExactly(ErrorCode.ILLEGAL_STATE, ErrorCode.NOT_FOUND);
        Batch batch = create(over(runs, BatchOperation.DELETE));
        engine.pass(Duration.ZERO);
        fates.add(() -> {});
        fates.add(() -> {
            throw new StoreUnavailableException("the connection is gone", new IllegalStateException());
        });
        steps(5);
        engine.sweep();
        steps(5);
        assertThat(batch(batch).succeeded()).isOne();
        assertThat(batch(batch).refused()).isEqualTo(2);
        assertThat(store.reads().findInstance(over)).isEmpty();
        assertThat(state(well)).isEqualTo(WorkflowState.RUNNING);
    }

    // ---- once

    @Test
    void serverThatDiesBetweenTheRunsAndTheirItems_leavesAPieceThatIsDoneAgain_andNoRunGetsItTwice() {
        List<UUID> runs = suspended(4);
        Batch batch = create(over("state == 'SUSPENDED'", BatchOperation.RETRY));
        engine.pass(Duration.ZERO);
        engine.settle();
        runs.forEach(run -> assertThat(retried(run)).isOne());
        assertThat(batch(batch).succeeded()).isZero();

        engine = server();
        engine.sweep();
        steps(5);
        assertThat(batch(batch).succeeded()).as("the lease of the dead server").isZero();
        clock.advance(Duration.ofSeconds(15));
        engine.sweep();
        steps(5);
        assertThat(batch(batch).state()).isEqualTo(Batch.State.COMPLETED);
        assertThat(batch(batch).succeeded()).isEqualTo(4);
        runs.forEach(run -> {
            assertThat(applied(run)).isOne();
            assertThat(retried(run)).isOne();
        });
    }

    @Test
    void commitOfAStepThatIsLost_isMadeUpForByTheSweep() {
        List<UUID> runs = suspended(3);
        Batch batch = create(over("state == 'SUSPENDED'", BatchOperation.RETRY));
        engine.pass(Duration.ZERO);
        fates.add(() -> {});
        fates.add(() -> {
            throw new StoreUnavailableException("the connection is gone", new IllegalStateException());
        });
        engine.settle();
        steps(3);
        engine.sweep();
        steps(5);
        assertThat(batch(batch).succeeded()).isEqualTo(3);
        runs.forEach(run -> assertThat(retried(run)).isOne());
    }

    /** As when the first has been stopped for longer than its lease, and goes on. */
    @Test
    void twoServersAtTheSamePiece_countItOnce() {
        List<UUID> runs = suspended(4);
        Batch batch = create(over("state == 'SUSPENDED'", BatchOperation.RETRY));
        SteppedEngine first = engine;
        first.pass(Duration.ZERO);
        clock.advance(Duration.ofSeconds(15));
        engine = server();
        engine.sweep();
        for (int i = 0; i < 5; i++) {
            steps(1);
            first.settle();
            first.pass(Duration.ZERO);
        }
        assertThat(batch(batch).state()).isEqualTo(Batch.State.COMPLETED);
        assertThat(batch(batch).succeeded()).isEqualTo(4);
        runs.forEach(run -> assertThat(retried(run)).isOne());
    }

    // ---- how fast, and moves

    @Test
    void noMoreRunsBeginInASecond_thanTheRateSays() {
        List<UUID> runs =
                Stream.iterate(0, n -> n + 1).limit(60).map(n -> start("p" + n)).toList();
        Batch batch = create(new BatchRequest(BatchOperation.PAUSE, null, runs, null, null, 20, "why"));
        for (int i = 0; i < 1_000 && !batch(batch).state().isOver(); i++) {
            engine.settle();
            engine.pass(Duration.ofMillis(10));
            clock.advance(Duration.ofMillis(10));
        }
        assertThat(batch(batch).succeeded()).isEqualTo(60);
        List<Instant> begun = runs.stream()
                .flatMap(run -> entries(run).stream())
                .filter(entry -> entry.type().equals("BATCH_APPLIED"))
                .map(HistoryEntry::at)
                .sorted()
                .toList();
        for (int i = 20; i < begun.size(); i++) {
            assertThat(Duration.between(begun.get(i - 20), begun.get(i))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
        assertThat(Duration.between(begun.get(0), begun.get(59))).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void batchThatIsPaused_goesOnWhereItWas_andOneThatIsCancelledDoesNot() {
        List<UUID> runs = suspended(3);
        Batch batch = create(over("state == 'SUSPENDED'", BatchOperation.RETRY));
        engine.batches().move(batch.batchId(), Batch.State.PAUSED, "kim", "lunch");
        steps(5);
        assertThat(batch(batch).state()).isEqualTo(Batch.State.PAUSED);
        runs.forEach(run -> assertThat(applied(run)).isZero());
        engine.batches().move(batch.batchId(), Batch.State.RUNNING, "kim", null);
        steps(5);
        assertThat(batch(batch).succeeded()).isEqualTo(3);

        Batch second = create(over(runs, BatchOperation.PAUSE));
        engine.batches().move(second.batchId(), Batch.State.CANCELLED, "kim", "a mistake");
        steps(5);
        assertThat(batch(second).detail()).isEqualTo("Cancelled by kim: a mistake");
        assertThat(engine.batches()
                        .items(second.batchId(), null, new ListQuery(10, null))
                        .items())
                .extracting(BatchItem::state)
                .containsOnly(BatchItem.State.CANCELLED);
        assertThatThrownBy(() -> engine.batches().move(second.batchId(), Batch.State.RUNNING, "kim", null))
                .hasMessageContaining("to state RUNNING, but it is CANCELLED");
    }

    @Test
    void setThatIsFrozen_staysAsItWas_whateverBeginsToFit() {
        List<UUID> runs = suspended(2);
        Batch batch = create(over("state == 'SUSPENDED'", BatchOperation.RETRY));
        engine.batches().move(batch.batchId(), Batch.State.PAUSED, "kim", null);
        UUID later = start("later");
        Batch resumed = engine.batches().move(batch.batchId(), Batch.State.RUNNING, "kim", null);
        assertThat(resumed.total()).isEqualTo(2);
        steps(5);
        runs.forEach(run -> assertThat(applied(run)).isOne());
        assertThat(applied(later)).isZero();
    }

    @Test
    void manyRuns_areCollectedPageByPage_beforeAnyGetsIt() {
        for (int i = 0; i < 1_030; i++) {
            start("m" + i);
        }
        Batch batch = create(over("state == 'RUNNING'", BatchOperation.PAUSE));
        assertThat(batch.frozen()).isFalse();
        assertThat(batch.total()).isEqualTo(1_000);
        steps(2);
        assertThat(batch(batch).frozen()).isTrue();
        assertThat(batch(batch).total()).isEqualTo(1_030);
        steps(8);
        assertThat(batch(batch).state()).isEqualTo(Batch.State.COMPLETED);
        assertThat(batch(batch).succeeded()).isEqualTo(1_030);
    }

    // ---- dry runs

    @Test
    void dryRun_saysWhatWouldBeRefused_andChangesNothing() {
        List<UUID> runs = new ArrayList<>(suspended(2));
        UUID well = start("well");
        runs.add(well);
        UUID broken = start("broken");
        runs.add(broken);
        engine = server();
        store.damage(broken);
        BatchDryRun dry = engine.batches().dryRun(over(runs, BatchOperation.RETRY), "kim");
        assertThat(dry.total()).isEqualTo(4);
        assertThat(dry.atLeast()).isFalse();
        assertThat(dry.checked()).isEqualTo(4);
        assertThat(dry.willApply()).isEqualTo(2);
        assertThat(dry.refused()).extracting(BatchDryRun.Refusal::instanceId).containsExactly(well, broken);
        assertThat(dry.refused())
                .extracting(BatchDryRun.Refusal::code)
                .containsExactly(ErrorCode.ILLEGAL_STATE, ErrorCode.INTERNAL);
        assertThat(dry.sample())
                .extracting(BatchDryRun.Target::state)
                .containsExactly(WorkflowState.SUSPENDED, WorkflowState.SUSPENDED);
        runs.subList(0, 2).forEach(run -> assertThat(state(run)).isEqualTo(WorkflowState.SUSPENDED));
        assertThat(engine.batches().list(null, new ListQuery(10, null)).items()).isEmpty();
    }

    // ---- what cannot be meant

    private void assertRefused(BatchRequest request, String pointer, String hint) {
        start("there is one " + pointer + hint);
        for (int dry = 0; dry < 2; dry++) {
            boolean isDry = dry == 1;
            assertThatThrownBy(() -> {
                        if (isDry) {
                            engine.batches().dryRun(request, "kim");
                        } else {
                            create(request);
                        }
                    })
                    .isInstanceOfSatisfying(OrchestratorException.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                        assertThat(refusal.errors().get(0).pointer()).isEqualTo(pointer);
                        assertThat(String.valueOf(refusal.errors().get(0).hint()))
                                .contains(hint);
                    });
        }
        assertThat(engine.batches().list(null, new ListQuery(10, null)).items()).isEmpty();
    }

    @Test
    void whatCannotBeMeant_isRefusedWithItsPlace() {
        assertRefused(over("state == 'FAILED'", BatchOperation.RETRY), "/filter", "shows what a filter finds");
        assertRefused(over("state = 'FAILED'", BatchOperation.RETRY), "/filter", "write for example");
        assertRefused(with(BatchOperation.COMPLETE, "{}"), "/parameters/output", "{\"output\": …}");
        assertRefused(with(BatchOperation.RESOLVE, "{}"), "/parameters/evidence", "evidence");
        assertRefused(with(BatchOperation.TERMINATE, "{}"), "/parameters/compensate", "compensate");
        assertRefused(with(BatchOperation.SIGNAL, "{\"payload\":1}"), "/parameters/name", "name");
        assertRefused(with(BatchOperation.PAUSE, "{\"x\":1}"), "/parameters/x", "leave 'parameters' out");
        assertRefused(with(BatchOperation.RETRY, "{\"taskid\":\"a\"}"), "/parameters/taskid", "did you mean 'taskId'?");
        assertRefused(with(BatchOperation.RETRY, "{\"iteration\":\"1\"}"), "/parameters/taskId", "taskId");
        assertRefused(with(BatchOperation.RETRY, "{\"taskId\":1}"), "/parameters/taskId", "null");
        assertRefused(with(BatchOperation.CANCEL, "{\"compensate\":\"no\"}"), "/parameters/compensate", "null");
        assertRefused(with(BatchOperation.COMPENSATE, "{\"then\":\"go\"}"), "/parameters/then", "null");
        assertRefused(with(BatchOperation.COMPENSATE, "{\"then\":\"retry\"}"), "/then", "null");
        assertRefused(with(BatchOperation.RETRY, "[]"), "/parameters", "null");
    }
}
