package com.orchestrator.engine.coordinator;

import static com.orchestrator.engine.decision.PlanBuilder.child;
import static com.orchestrator.engine.decision.PlanBuilder.sleep;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.PollResponse.ReportStatus;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.decision.Expressions;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.plan.KeyTemplate;
import com.orchestrator.engine.plan.TaskControls;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.testkit.FlakyStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A run that a fault keeps from going on, whatever is done with it, among others that are well. */
class SetAsideTest {

    private static final String SET_ASIDE_TOTAL = "orchestrator_set_asides_total";

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    private final Set<UUID> refused = new HashSet<>();

    /** Whether deciding about runs of the workflows named odd-… fails, as by a bug. */
    private boolean isBroken = true;

    private final WorkflowPlan plain =
            workflow(task("a"), task("b")).named("plain").build();
    private final WorkflowPlan oddInput = workflow(task("a"), task("b").input(broken("{}")))
            .named("odd-input")
            .build();
    private final WorkflowPlan oddTimer = workflow(
                    sleep("w", "PT10S"), task("b").input(broken("{}")))
            .named("odd-timer")
            .build();
    private final WorkflowPlan timer =
            workflow(sleep("w", "PT10S"), task("b")).named("timer").build();
    private final WorkflowPlan parent =
            workflow(child("sub", "odd-child"), task("after")).named("parent").build();
    private final WorkflowPlan oddChild =
            workflow(task("c").input(broken("{}"))).named("odd-child").build();
    private final WorkflowPlan heavy = workflow(
                    task("h").controls(new TaskControls(null, workload("heavy"), null, null, null, null)))
            .named("heavy")
            .build();
    private final FlakyStore.Weather weather = new FlakyStore.Weather() {
        @Override
        public void onTheWay() {}

        @Override
        public void beforeWrites() {}

        @Override
        public void beforeWriting(UUID instanceId) {
            if (refused.contains(instanceId)) {
                throw new InvariantViolation("refused by the test");
            }
        }

        @Override
        public void beforeCommit() {}

        @Override
        public void afterCommit() {}
    };
    private final SteppedEngine engine = server();

    private SteppedEngine server(WorkflowPlan... plans) {
        List<WorkflowPlan> known =
                plans.length > 0 ? List.of(plans) : List.of(plain, oddInput, oddTimer, timer, parent, oddChild, heavy);
        return new SteppedEngine(
                SteppedEngine.ONE_LANE, new FlakyStore(store, weather), known, clock, new Random(1), nanos -> {});
    }

    private static KeyTemplate workload(String name) {
        return new KeyTemplate(Expressions.json("\"" + name + "\""));
    }

    private Template broken(String json) {
        return Expressions.template(scope -> {
            if (isBroken) {
                throw new IllegalStateException("Planted by the test");
            }
            return Payload.ofJson(json);
        });
    }

    // ---- driving

    private <T> T now(SteppedEngine at, CompletableFuture<T> answer) {
        at.settle();
        assertThat(answer).isDone();
        return answer.join();
    }

    private UUID start(String workflow, String runId) {
        clock.advance(Duration.ofMillis(5));
        return now(
                        engine,
                        engine.workflows()
                                .startWorkflow(new StartWorkflowRequest(
                                        "shop", workflow, runId, Payload.EMPTY_OBJECT, Map.of(), null, 1, null, null)))
                .instanceId();
    }

    private PollResponse poll(SteppedEngine at, int max, List<TaskReport> reports) {
        return now(
                at,
                at.tasks()
                        .poll(new PollRequest(
                                "w",
                                List.of("default"),
                                max,
                                Duration.ZERO,
                                Duration.ofMinutes(10),
                                reports,
                                List.of())));
    }

    private List<String> take(SteppedEngine at) {
        return poll(at, 10, List.of()).tasks().stream()
                .map(task -> task.runId() + " " + task.taskId())
                .toList();
    }

    private static TaskReport done(LeasedTask task) {
        return TaskReport.success(task.executionId(), task.fenceToken(), Payload.ofJson("{\"n\":1}"));
    }

    private WorkflowInstance retry(SteppedEngine at, UUID run) {
        return now(at, at.workflows().retryWorkflow(command(run)));
    }

    private static Command<ControlRequest> command(UUID run) {
        return new Command<>(run, new ControlRequest("mended", null), "ann", null);
    }

    private void assertSetAside(UUID run, String code, String message) {
        WorkflowInstance shown = engine.workflows().getWorkflow(run);
        assertThat(shown.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(shown.incident().code()).isEqualTo(code);
        assertThat(shown.incident().message()).contains(message);
        Reason reason = engine.workflows().explainWorkflow(run).reasons().get(0);
        assertThat(reason.code()).isEqualTo(ReasonCode.SET_ASIDE);
        assertThat(reason.message())
                .contains(code, shown.incident().incidentId().toString());
        assertThat(reason.actions()).contains("retry");
        assertThat(engine.figure(SET_ASIDE_TOTAL)).isEqualTo(1);
    }

    private List<String> types(UUID run) {
        return engine.workflows().getHistory(run, 0, 100).items().stream()
                .map(HistoryEntry::type)
                .toList();
    }

    // ---- handing out

    /** Work under a budget waits in a line of its own, so that a look for one finds one in each line. */
    @Test
    void runAtFault_inOneOfTheLinesOfAQueue_doesNotHoldUpTheOthers() {
        store.limits()
                .change(
                        RuleName.budget("heavy"),
                        none -> Optional.of(new Budget(2)),
                        new Author("kim", "because", null));
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofSeconds(2));
            engine.sweep();
            engine.settle();
        }
        UUID odd = start("heavy", "odd");
        start("plain", "p-1");
        start("plain", "p-2");
        refused.add(odd);

        assertThat(take(engine)).containsExactlyInAnyOrder("p-1 a", "p-2 a");
        assertSetAside(odd, "RECORD_REFUSED", "refused by the test");
    }

    @Test
    void runThatCannotBeRead_isSetAside_andItsQueueGoesOn() {
        UUID odd = start("plain", "odd");
        start("plain", "second");
        start("plain", "third");
        SteppedEngine cold = server();
        store.damage(odd);

        assertThat(take(cold)).containsExactly("second a", "third a");

        assertThat(cold.figure(SET_ASIDE_TOTAL)).isEqualTo(1);
        WorkflowInstance shown = cold.workflows().getWorkflow(odd);
        assertThat(shown.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(shown.incident().code()).isEqualTo("HISTORY_UNREADABLE");
        assertThat(cold.workflows().explainWorkflow(odd).reasons())
                .extracting(Reason::code)
                .containsExactly(ReasonCode.SET_ASIDE);
        assertThatThrownBy(() -> cold.workflows().getTasks(odd, new ListQuery(10, null)))
                .isInstanceOf(OrchestratorException.class)
                .hasMessageContaining("is set aside");
    }

    @Test
    void itIsNotTouchedAgain_byPollsNorSweeps() {
        UUID odd = start("plain", "odd");
        SteppedEngine cold = server();
        store.damage(odd);
        take(cold);
        clock.advance(Duration.ofMinutes(30));
        cold.sweep();
        cold.settle();
        long before = store.transactions();

        for (int i = 0; i < 10; i++) {
            take(cold);
            cold.sweep();
            cold.settle();
        }

        assertThat(store.transactions() - before).as("one look for each poll").isLessThanOrEqualTo(10);
        assertThat(cold.figure(SET_ASIDE_TOTAL)).isEqualTo(1);
    }

    @Test
    void whenItCanBeReadAgain_aPersonGoesOnWithIt_asItsHistoryTells() {
        UUID odd = start("plain", "odd");
        SteppedEngine cold = server();
        store.damage(odd);
        take(cold);
        assertThatThrownBy(() -> retry(cold, odd))
                .hasRootCauseInstanceOf(OrchestratorException.class)
                .hasMessageContaining("is set aside since");
        store.mend(odd);

        WorkflowInstance goesOn = retry(cold, odd);

        assertThat(goesOn.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(cold.workflows().getWorkflow(odd).incident()).isNull();
        HistoryEntry resolved = cold.workflows().getHistory(odd, 0, 100).items().stream()
                .filter(entry -> entry.type().equals("SET_ASIDE_RESOLVED"))
                .findFirst()
                .orElseThrow();
        assertThat(resolved.actor()).isEqualTo("ann");
        assertThat(resolved.data().get("reason").asText()).isEqualTo("mended");
        assertThat(take(cold)).containsExactly("odd a");
        assertThat(retry(cold, odd).state()).as("said again").isEqualTo(WorkflowState.RUNNING);
    }

    @Test
    void whatIsWell_cannotBeRetried() {
        UUID run = start("plain", "well");

        assertThatThrownBy(() -> retry(engine, run))
                .hasMessageContaining(
                        "Expected to retry instance " + run + " while it is set aside, but it is RUNNING");
    }

    @Test
    void serverThatCanReadIt_goesOnByItself_whicheverServerCouldNot() {
        UUID odd = start("plain", "odd");
        start("timer", "other");
        SteppedEngine ignorant = server(timer);

        assertThat(take(ignorant)).isEmpty();
        assertThat(store.setAside().find(odd)).isPresent();
        engine.sweep();
        engine.settle();

        assertThat(store.setAside().find(odd)).isEmpty();
        assertThat(take(engine)).containsExactly("odd a");
    }

    // ---- reports

    @Test
    void reportThatCannotBeDecided_isKept_spoilsNoOther_andCountsWhenTheFaultIsMended() {
        UUID odd = start("odd-input", "odd");
        start("plain", "other");
        List<LeasedTask> tasks = poll(engine, 10, List.of()).tasks();

        PollResponse answer =
                poll(engine, 10, tasks.stream().map(SetAsideTest::done).toList());

        assertThat(answer.results())
                .extracting(PollResponse.ReportVerdict::status)
                .containsExactly(ReportStatus.REJECTED, ReportStatus.ACCEPTED);
        assertThat(answer.results().get(0).code()).isEqualTo(ErrorCode.SET_ASIDE);
        assertThat(answer.tasks()).extracting(LeasedTask::runId).containsExactly("other");
        assertSetAside(odd, "DECISION_FAILED", "Planted by the test");
        clock.advance(Duration.ofHours(2));
        engine.sweep();
        engine.settle();

        isBroken = false;
        retry(engine, odd);

        assertThat(take(engine))
                .as("a was done once and is not done again")
                .contains("odd b")
                .doesNotContain("odd a");
    }

    @Test
    void reportToWhatIsSetAsideAlready_isKept_too() {
        UUID odd = start("plain", "odd");
        LeasedTask task = poll(engine, 10, List.of()).tasks().get(0);
        refused.add(odd);
        TaskReport report = done(task);
        assertThat(poll(engine, 0, List.of(report)).results().get(0).code()).isEqualTo(ErrorCode.SET_ASIDE);
        refused.clear();

        assertThat(poll(engine, 0, List.of(report)).results().get(0).code()).isEqualTo(ErrorCode.SET_ASIDE);
        retry(engine, odd);

        assertThat(types(odd)).containsOnlyOnce("TASK_COMPLETED");
        assertThat(take(engine)).containsExactly("odd b");
    }

    @Test
    void recordThatTheDatabaseRefuses_isOfOneRun() {
        UUID odd = start("plain", "odd");
        start("plain", "other");
        List<LeasedTask> tasks = poll(engine, 10, List.of()).tasks();
        refused.add(odd);

        PollResponse answer =
                poll(engine, 10, tasks.stream().map(SetAsideTest::done).toList());

        assertThat(answer.tasks()).extracting(LeasedTask::runId).containsExactly("other");
        assertSetAside(odd, "RECORD_REFUSED", "refused by the test");
    }

    @Test
    void aDatabaseThatIsAway_isNoFaultOfARun() {
        UUID run = start("plain", "r");
        for (int i = 0; i < 5; i++) {
            store.failNextBeforeCommit();
        }

        assertThat(take(engine)).isEmpty();

        assertThat(store.setAside().find(run)).isEmpty();
        assertThat(take(engine)).containsExactly("r a");
    }

    // ---- timers and messages

    @Test
    void timerThatCannotFire_isOfOneRun_andFiresOnceWhenTheFaultIsMended() {
        UUID odd = start("odd-timer", "odd");
        start("timer", "other");
        clock.advance(Duration.ofSeconds(20));
        engine.sweep();
        engine.settle();

        assertThat(take(engine)).containsExactly("other b");
        assertSetAside(odd, "DECISION_FAILED", "Planted by the test");

        isBroken = false;
        retry(engine, odd);
        assertThat(take(engine)).containsExactly("odd b");
    }

    @Test
    void newServer_triesWhatAnotherCouldNotDo_onceAndByItself() {
        UUID odd = start("odd-timer", "odd");
        clock.advance(Duration.ofSeconds(20));
        engine.sweep();
        engine.settle();
        UUID incident = engine.workflows().getWorkflow(odd).incident().incidentId();

        SteppedEngine as = server();
        as.sweep();
        as.settle();
        as.sweep();
        as.settle();
        assertThat(engine.workflows().getWorkflow(odd).incident().incidentId()).isEqualTo(incident);
        assertThat(types(odd)).doesNotContain("SET_ASIDE_RESOLVED");

        isBroken = false;
        SteppedEngine upgraded = server();
        upgraded.sweep();
        upgraded.settle();
        assertThat(take(upgraded)).containsExactly("odd b");
    }

    @Test
    void childThatCannotBegin_isNamedByItsParent_andBeginsWhenTheFaultIsMended() {
        UUID run = start("parent", "p");
        engine.settle();

        Reason reason = engine.workflows().explainWorkflow(run).reasons().get(0);
        assertThat(reason.code()).isEqualTo(ReasonCode.WAITING_FOR_CHILD);
        UUID child = UUID.fromString(reason.waitsFor().get(0));
        assertThat(store.setAside().find(child)).isPresent();
        engine.sweep();
        engine.settle();
        assertThat(engine.figure(SET_ASIDE_TOTAL)).isEqualTo(1);

        isBroken = false;
        var retried = engine.workflows().retryWorkflow(command(child));
        engine.settle();
        assertThat(retried).isCompletedExceptionally();
        engine.sweep();
        engine.settle();
        assertThat(take(engine)).hasSize(1).first().asString().endsWith(" c");
    }

    // ---- people

    @Test
    void cancel_isTried_andEndsItWhereItCanBeDecided() {
        UUID odd = start("odd-timer", "odd");
        clock.advance(Duration.ofSeconds(20));
        engine.sweep();
        engine.settle();

        WorkflowInstance cancelled = now(engine, engine.workflows().cancelWorkflow(command(odd)));

        assertThat(cancelled.state()).isEqualTo(WorkflowState.CANCELLED);
        assertThat(engine.workflows().getWorkflow(odd).incident()).isNull();
    }

    @Test
    void cancel_ofWhatCannotBeRead_isRefusedWithTheIncident() {
        UUID odd = start("plain", "odd");
        SteppedEngine cold = server();
        store.damage(odd);
        take(cold);

        assertThatThrownBy(() -> now(cold, cold.workflows().cancelWorkflow(command(odd))))
                .hasRootCauseInstanceOf(OrchestratorException.class)
                .hasMessageContaining(
                        store.setAside().find(odd).orElseThrow().incidentId().toString());
    }

    @Test
    void faultOfAnOperationThatNoRunNeeds_leavesTheRunAlone() {
        UUID run = start("plain", "r");
        refused.add(run);

        assertThatThrownBy(() -> now(engine, engine.workflows().pauseWorkflow(command(run))))
                .hasMessageContaining("The engine met a fault");

        assertThat(engine.workflows().getWorkflow(run).state()).isEqualTo(WorkflowState.RUNNING);
    }
}
