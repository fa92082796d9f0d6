package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.testkit.InMemoryEngineStore;
import com.orchestrator.testkit.OneTaskWorkflow;
import com.orchestrator.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A run that a server cannot read, here because it does not know its definition, in front of others in one queue. */
class UnreadableRunTest {

    private final SettableClock clock = SettableClock.standing();
    private final EngineStore store = new InMemoryEngineStore(clock);

    private SteppedEngine engine(WorkflowPlan... known) {
        return new SteppedEngine(SteppedEngine.ONE_LANE, store, List.of(known), clock, new Random(1), nanos -> {});
    }

    private static WorkflowPlan plan(String name) {
        return new DefinitionCompiler(new ExpressionCompiler())
                .compile(OneTaskWorkflow.document(name))
                .plan()
                .withRevision(1);
    }

    private static void start(SteppedEngine engine, String workflow, String runId) {
        engine.workflows().startWorkflow(OneTaskWorkflow.request(workflow, runId));
        engine.settle();
    }

    private static List<String> poll(SteppedEngine engine) {
        var answer = engine.tasks()
                .poll(new PollRequest(
                        "w", List.of("work"), 1, Duration.ZERO, Duration.ofMinutes(1), List.of(), List.of()));
        engine.settle();
        return answer.join().tasks().stream().map(LeasedTask::runId).toList();
    }

    @Test
    void itsWorkIsSetAside_soThatTheQueueGoesOn_andComesBackForWhoeverCanReadIt() {
        SteppedEngine knowing = engine(plan("odd"), plan("plain"));
        start(knowing, "odd", "first");
        clock.advance(Duration.ofSeconds(1));
        start(knowing, "plain", "second");
        SteppedEngine ignorant = engine(plan("plain"));

        assertThat(poll(ignorant)).isEmpty();
        assertThat(poll(ignorant)).containsExactly("second");
        clock.advance(Duration.ofMinutes(2));
        knowing.sweep();

        assertThat(poll(knowing)).containsExactly("first");
    }
}
