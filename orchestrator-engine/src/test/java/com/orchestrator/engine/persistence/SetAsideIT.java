package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.service.Command;
import com.orchestrator.testkit.OneTaskWorkflow;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A page of one run is damaged in the database, or the database refuses a row of it: the others go on. */
class SetAsideIT {

    private static final EngineConfig EAGER = new EngineConfig(
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            3,
            Duration.ofMillis(20),
            1,
            100,
            100,
            10_000,
            1_000,
            1_000_000);

    private static final String TWO = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: %s
            tasks:
              - { id: a, task: work }
              - { id: %s, task: work }
            """;

    private final TestDatabase database = TestDatabase.create();
    private final PostgresEngineStore store = PostgresEngineStore.open(database.config());

    @AfterEach
    void close() {
        store.close();
    }

    private OrchestratorEngine engine() {
        return new OrchestratorEngine(EAGER, store, new DefinitionCompiler(new ExpressionCompiler()));
    }

    private static UUID start(OrchestratorEngine engine, String workflow, String runId) {
        return engine.workflowService()
                .startWorkflow(OneTaskWorkflow.request(workflow, runId))
                .join()
                .instanceId();
    }

    private static PollResponse poll(OrchestratorEngine engine, int max, List<TaskReport> reports) {
        return poll(engine, max, Duration.ofSeconds(20), reports);
    }

    private static PollResponse poll(OrchestratorEngine engine, int max, Duration wait, List<TaskReport> reports) {
        return engine.taskService()
                .poll(new PollRequest("w", List.of("work"), max, wait, null, reports, List.of()))
                .join();
    }

    /** Asks until {@code count} tasks are there: the lanes answer one by one, and a poll ends with the first that has work. */
    private static List<LeasedTask> takeAll(OrchestratorEngine engine, int count) {
        List<LeasedTask> taken = new ArrayList<>();
        while (taken.size() < count) {
            List<LeasedTask> more =
                    poll(engine, count - taken.size(), List.of()).tasks();
            assertThat(more).as("handed out after %s", taken).isNotEmpty();
            taken.addAll(more);
        }
        return taken;
    }

    private static Command<ControlRequest> command(UUID run) {
        return new Command<>(run, new ControlRequest("mended", null), "ann", null);
    }

    @Test
    void damagedPage_setsItsRunAside_untilItIsThereAgain() {
        UUID odd;
        try (OrchestratorEngine engine = engine()) {
            engine.workflowService().registerWorkflow(OneTaskWorkflow.document("one"));
            odd = start(engine, "one", "odd");
            start(engine, "one", "second");
        }
        String page = database.query("SELECT data FROM events WHERE workflow_instance_id = '" + odd + "'")
                .get(0);
        database.execute("UPDATE events SET data = '[broken' WHERE workflow_instance_id = '" + odd + "'");

        try (OrchestratorEngine engine = engine()) {
            assertThat(poll(engine, 5, List.of()).tasks())
                    .extracting(LeasedTask::runId)
                    .containsExactly("second");
            WorkflowInstance shown = engine.workflowService().getWorkflow(odd);
            assertThat(shown.state()).isEqualTo(WorkflowState.SUSPENDED);
            assertThat(shown.incident().code()).isEqualTo("HISTORY_UNREADABLE");
            assertThat(engine.workflowService().explainWorkflow(odd).reasons())
                    .allSatisfy(reason -> assertThat(reason.code()).isEqualTo(ReasonCode.SET_ASIDE));

            database.execute("UPDATE events SET data = '" + page.replace("'", "''") + "' WHERE workflow_instance_id = '"
                    + odd + "'");
            engine.workflowService().retryWorkflow(command(odd)).join();

            assertThat(poll(engine, 5, List.of()).tasks())
                    .extracting(LeasedTask::runId)
                    .containsExactly("odd");
        }
    }

    @Test
    void rowThatTheDatabaseRefuses_isOfOneRun_andWhatItsWorkerSaidIsKept() {
        try (OrchestratorEngine engine = engine()) {
            register(engine, "plain", "b");
            register(engine, "odd", "odd");
            UUID odd = start(engine, "odd", "odd");
            start(engine, "plain", "plain");
            database.execute("ALTER TABLE task_executions ADD CONSTRAINT planted CHECK (task_id <> 'odd') NOT VALID");
            List<TaskReport> reports = takeAll(engine, 2).stream()
                    .map(task -> TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT))
                    .toList();

            PollResponse answer = poll(engine, 0, reports);

            assertThat(answer.results())
                    .hasSize(2)
                    .allSatisfy(verdict -> assertThat(verdict.code())
                            .isEqualTo(
                                    ExecutionId.instanceOf(verdict.executionId())
                                                    .equals(odd)
                                            ? ErrorCode.SET_ASIDE
                                            : null));
            assertThat(engine.workflowService().getWorkflow(odd).incident().code())
                    .isEqualTo("RECORD_REFUSED");
            assertThat(database.query("SELECT count(*) FROM kept_reports")).containsExactly("1");

            database.execute("ALTER TABLE task_executions DROP CONSTRAINT planted");
            engine.workflowService().retryWorkflow(command(odd)).join();

            assertThat(poll(engine, 5, List.of()).tasks())
                    .extracting(LeasedTask::taskId)
                    .contains("odd");
            assertThat(database.query("SELECT count(*) FROM kept_reports")).containsExactly("0");
        }
    }

    @Test
    void history_isReadUpToADamagedPage_andBehindIt() {
        UUID odd;
        try (OrchestratorEngine engine = engine()) {
            register(engine, "two", "b");
            odd = start(engine, "two", "odd");
            complete(engine, poll(engine, 5, List.of()).tasks());
        }
        List<String> firsts = database.query(
                "SELECT sequence_number FROM events WHERE workflow_instance_id = '" + odd + "' ORDER BY 1");
        long damaged = Long.parseLong(firsts.get(1));
        long behind = Long.parseLong(firsts.get(2));
        database.execute("UPDATE events SET data = '[broken' WHERE workflow_instance_id = '" + odd
                + "' AND sequence_number = " + damaged);

        try (OrchestratorEngine engine = engine()) {
            Awaitility.await("nothing to do, since it is set aside")
                    .until(() -> poll(engine, 5, Duration.ofSeconds(1), List.of())
                                    .tasks()
                                    .isEmpty()
                            && engine.workflowService().getWorkflow(odd).incident() != null);
            UUID incident = engine.workflowService().getWorkflow(odd).incident().incidentId();
            Page<HistoryEntry> readable = engine.workflowService().getHistory(odd, 0, 100);
            assertThat(readable.items()).hasSize((int) damaged - 1);
            assertThat(readable.next()).isEqualTo(String.valueOf(damaged - 1));
            assertThatThrownBy(() -> engine.workflowService().getHistory(odd, damaged - 1, 100))
                    .hasMessageContainingAll(
                            incident.toString(),
                            "The first event that cannot be read has sequence number " + damaged,
                            "events?after=" + (behind - 1))
                    .isInstanceOfSatisfying(
                            OrchestratorException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SET_ASIDE));
            assertThat(engine.workflowService().getHistory(odd, behind - 1, 100).items())
                    .first()
                    .extracting(HistoryEntry::sequenceNumber)
                    .isEqualTo(behind);
        }
    }

    private static void complete(OrchestratorEngine engine, List<LeasedTask> tasks) {
        poll(
                engine,
                0,
                tasks.stream()
                        .map(task -> TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT))
                        .toList());
    }

    private static void register(OrchestratorEngine engine, String workflow, String second) {
        engine.workflowService()
                .registerWorkflow(TWO.formatted(workflow, second).getBytes(StandardCharsets.UTF_8));
    }
}
