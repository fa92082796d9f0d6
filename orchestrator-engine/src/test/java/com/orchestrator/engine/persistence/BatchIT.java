package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.api.batch.BatchRequest;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.StartOutcome;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two whole servers on one database, of which one goes away while it works on a batch. */
class BatchIT {

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: held
            tasks:
              - { id: a, signal: go }
            """;

    private static final int RUNS = 200;
    private static final int PER_SECOND = 100;

    @Test
    void batchOfAServerThatGoesAway_isEndedByTheOther_eachRunOnce_andNoFasterThanItMay() {
        TestDatabase database = TestDatabase.create();
        try (PostgresEngineStore store = PostgresEngineStore.open(database.config());
                OrchestratorEngine second = engine(store)) {
            second.workflowService().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
            List<UUID> runs = start(second);
            BatchRequest request = new BatchRequest(
                    BatchOperation.PAUSE, "workflow == 'held'", null, null, null, PER_SECOND, "stock-taking");
            try (OrchestratorEngine first = engine(store)) {
                first.batchService().create(request, "kim");
                Awaitility.await().until(() -> batch(second, batchId(first)).succeeded() > RUNS / 4);
            }
            UUID batchId = batchId(second);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> batch(second, batchId).state() == Batch.State.COMPLETED);
            assertThat(batch(second, batchId).succeeded()).isEqualTo(RUNS);
            List<Instant> times = applied(store, runs);
            assertThat(times).hasSize(RUNS);
            int piece = PER_SECOND / 10;
            for (int i = PER_SECOND + piece; i < times.size(); i++) {
                assertThat(Duration.between(times.get(i - PER_SECOND - piece), times.get(i)))
                        .as("the time in which " + (PER_SECOND + piece + 1) + " runs have had it")
                        .isGreaterThan(Duration.ofSeconds(1));
            }
        }
    }

    private static OrchestratorEngine engine(PostgresEngineStore store) {
        return new OrchestratorEngine(BatchServer.CONFIG, store, new DefinitionCompiler(new ExpressionCompiler()));
    }

    private static List<UUID> start(OrchestratorEngine engine) {
        List<StartOutcome.Item> items = IntStream.range(0, RUNS)
                .mapToObj(n -> new StartOutcome.Item(
                        StartWorkflowRequest.of("test", "held", "r" + n, Payload.EMPTY_OBJECT), null))
                .toList();
        return engine.workflowService().startWorkflows(items).join().stream()
                .map(outcome -> outcome.started().instanceId())
                .toList();
    }

    private static UUID batchId(OrchestratorEngine engine) {
        return engine.batchService()
                .list(null, new ListQuery(1, null))
                .items()
                .get(0)
                .batchId();
    }

    private static Batch batch(OrchestratorEngine engine, UUID batchId) {
        return engine.batchService().find(batchId).orElseThrow();
    }

    /** When runs have had it, in order; each as often as it has. */
    private static List<Instant> applied(PostgresEngineStore store, List<UUID> runs) {
        List<Instant> times = new ArrayList<>();
        runs.forEach(run -> store.reads().history(run, 0, 100).items().stream()
                .filter(entry -> entry.type().equals("BATCH_APPLIED"))
                .map(HistoryEntry::at)
                .forEach(times::add));
        return times.stream().sorted().toList();
    }
}
