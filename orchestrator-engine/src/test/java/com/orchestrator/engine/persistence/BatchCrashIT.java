package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.api.batch.BatchRequest;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.service.StartOutcome;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Runs that wait for a person, of four causes, and a batch that tries those of one cause again while its server is killed with -9:
 * each of them is tried again once, the others not at all, as their histories tell. A build has 400 runs and kills once;
 * {@code -Dbatch.runs=10000 -Dbatch.kills=3} is the whole of it.
 */
class BatchCrashIT {

    private static final int RUNS = Integer.getInteger("batch.runs", 400);
    private static final int KILLS = Integer.getInteger("batch.kills", 1);
    private static final int CAUSES = 4;
    private static final int TOGETHER = 1_000;
    private static final int POLLED = 100;

    /** So that the batch is under way for some seconds besides those in which nobody works on it. */
    private static final int SECONDS = 2;

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: stuck
            tasks:
              - { id: a, task: stumble }
            """;

    private final TestDatabase database = TestDatabase.create();
    private final Map<UUID, String> causes = new HashMap<>();

    @Test
    void batchWhoseServerIsKilled_triesEachRunOfOneCauseAgainOnce() {
        try (PostgresEngineStore store = PostgresEngineStore.open(database.config())) {
            UUID batchId;
            try (OrchestratorEngine engine = new OrchestratorEngine(
                    BatchServer.CONFIG, store, new DefinitionCompiler(new ExpressionCompiler()))) {
                engine.workflowService().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
                suspendAll(engine);
                batchId = engine.batchService().create(request(), "kim").batchId();
            }
            Process server = BatchServer.start(database.config());
            for (int kill = 1; kill <= KILLS; kill++) {
                long share = (long) RUNS / CAUSES * kill / (KILLS + 1);
                await("kill " + kill, () -> retried() >= share);
                server.destroyForcibly().onExit().join();
                server = BatchServer.start(database.config());
            }
            await(
                    "the end of the batch",
                    () -> store.batches().find(batchId).orElseThrow().state().equals(Batch.State.COMPLETED));
            server.destroyForcibly().onExit().join();
            Batch batch = store.batches().find(batchId).orElseThrow().toBatch();
            assertThat(batch.total()).isEqualTo(RUNS / CAUSES);
            assertThat(batch.succeeded()).isEqualTo(RUNS / CAUSES);
            causes.forEach((run, cause) -> judge(store, run, cause.equals("CAUSE_1") ? 1 : 0, batchId));
        }
    }

    private static BatchRequest request() {
        return new BatchRequest(
                BatchOperation.RETRY,
                "workflow == 'stuck' && state == 'SUSPENDED' && error.code == 'CAUSE_1'",
                null,
                null,
                null,
                Math.max(1, RUNS / CAUSES / SECONDS / (KILLS + 1)),
                "cause 1 is gone");
    }

    /** By its history alone. */
    private static void judge(PostgresEngineStore store, UUID run, int times, UUID batchId) {
        List<HistoryEntry> history = store.reads().history(run, 0, 1_000).items();
        assertThat(history.stream().filter(entry -> entry.type().equals("TASK_RETRIED_BY_HAND")))
                .as("retries of %s", run)
                .hasSize(times);
        assertThat(history.stream().filter(entry -> entry.type().equals("BATCH_APPLIED")))
                .as("batches of %s", run)
                .hasSize(times)
                .allSatisfy(entry -> {
                    assertThat(entry.actor()).isEqualTo("kim");
                    assertThat(entry.data().toString()).contains(batchId.toString(), "cause 1 is gone");
                });
    }

    private long retried() {
        return Long.parseLong(database.query("SELECT count(*) FROM workflow_instances WHERE state <> 'SUSPENDED'")
                .get(0));
    }

    private void suspendAll(OrchestratorEngine engine) {
        for (int from = 0; from < RUNS; from += TOGETHER) {
            List<StartOutcome.Item> items = IntStream.range(from, Math.min(RUNS, from + TOGETHER))
                    .mapToObj(n -> new StartOutcome.Item(
                            StartWorkflowRequest.of("test", "stuck", "stuck-" + n, Payload.EMPTY_OBJECT), null))
                    .toList();
            engine.workflowService().startWorkflows(items).join();
        }
        List<TaskReport> reports = List.of();
        while (causes.size() < RUNS || !reports.isEmpty()) {
            PollRequest poll = new PollRequest(
                    "w", List.of("stumble"), POLLED, Duration.ofSeconds(5), Duration.ofMinutes(10), reports, List.of());
            List<LeasedTask> tasks = engine.taskService().poll(poll).join().tasks();
            reports = new ArrayList<>(tasks.stream().map(this::stumble).toList());
        }
        await("all to wait", () -> retried() == 0);
    }

    private TaskReport stumble(LeasedTask task) {
        String cause = "CAUSE_" + causes.size() % CAUSES;
        causes.put(task.instanceId(), cause);
        return TaskReport.failure(
                task.executionId(),
                task.fenceToken(),
                new Failure(FailureKind.SUSPEND, cause, "it stumbles", null, null));
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }
}
