package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.testkit.FlakyStore;
import com.orchestrator.testkit.OneTaskWorkflow;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Another server moves a run after this one has looked at it, and before it writes. */
class ConflictsIT {

    private final TestDatabase database = TestDatabase.create();

    @Test
    void runThatAnotherServerMoves_isCountedAsAConflict_whetherExpectedOrNot() {
        try (PostgresEngineStore ours = PostgresEngineStore.open(database.config());
                PostgresEngineStore theirs = PostgresEngineStore.open(database.config());
                OrchestratorEngine other = new OrchestratorEngine(
                        EngineConfig.DEFAULT, theirs, new DefinitionCompiler(new ExpressionCompiler()))) {
            Interruptions interruptions = new Interruptions();
            SteppedEngine engine = engine(new FlakyStore(ours, interruptions));
            UUID run = start(other.workflowService());

            for (int conflict = 1; conflict <= 2; conflict++) {
                String id = "theirs-" + conflict;
                interruptions.next(
                        () -> signal(other.workflowService(), run, id).join());
                CompletableFuture<WorkflowInstance> ourSignal = signal(engine.workflows(), run, "ours-" + conflict);
                engine.settle();

                assertThat(ourSignal).isCompleted();
                assertThat(signalsOf(engine, run)).isEqualTo(2 * conflict);
                assertThat(engine.figure("orchestrator_optimistic_conflicts_total"))
                        .isEqualTo(conflict);
            }
            assertThat(engine.figure("orchestrator_batches_unavailable_total")).isZero();
        }
    }

    private static SteppedEngine engine(FlakyStore store) {
        return new SteppedEngine(
                EngineConfig.DEFAULT, store, List.of(), SettableClock.standing(), new Random(1), nanos -> {});
    }

    private static UUID start(WorkflowService workflows) {
        String open = new String(OneTaskWorkflow.document("one"), StandardCharsets.UTF_8) + "signals: open\n";
        workflows.registerWorkflow(open.getBytes(StandardCharsets.UTF_8));
        return workflows
                .startWorkflow(OneTaskWorkflow.request("one", "r"))
                .join()
                .instanceId();
    }

    private static CompletableFuture<WorkflowInstance> signal(WorkflowService workflows, UUID run, String id) {
        return workflows.signalWorkflow(
                new Command<>(run, new SignalRequest("hello", id, Payload.EMPTY_OBJECT), "ann", null));
    }

    private static long signalsOf(SteppedEngine engine, UUID run) {
        return engine.workflows().getHistory(run, 0, 100).items().stream()
                .filter(event -> event.type().equals("SIGNAL_RECEIVED"))
                .count();
    }

    /** What happens between a look and a write, once each. */
    private static final class Interruptions implements FlakyStore.Weather {

        private final Deque<Runnable> next = new ArrayDeque<>();

        void next(Runnable interruption) {
            next.add(interruption);
        }

        @Override
        public void onTheWay() {}

        @Override
        public void beforeWrites() {
            Runnable interruption = next.poll();
            if (interruption != null) {
                interruption.run();
            }
        }

        @Override
        public void beforeCommit() {}

        @Override
        public void afterCommit() {}
    }
}
