package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.QueueUpdate;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.LimitService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person is told who asks why a task waits that a limit keeps back. */
class LimitsExplainedTest {

    private static final String REPORT = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: report
            tasks:
              - id: render
                task: render
                queue: reports
                budget: heavy
                concurrency: { key: "${ input.tenant }", max: 3 }
            """;

    private static final Author KIM = new Author("kim", "psp down", null);

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    private OrchestratorEngine engine;
    private LimitService limits;
    private UUID run;

    @BeforeEach
    void open() {
        engine = new OrchestratorEngine(EngineConfig.DEFAULT, store, new DefinitionCompiler(new ExpressionCompiler()));
        limits = engine.limitService();
        engine.workflowService().registerWorkflow(REPORT.getBytes(StandardCharsets.UTF_8));
        run = engine.workflowService()
                .startWorkflow(new StartWorkflowRequest(
                        "test",
                        "report",
                        "r1",
                        Payload.ofJson("{\"tenant\":\"acme\"}"),
                        Map.of(),
                        null,
                        null,
                        null,
                        null))
                .join()
                .instanceId();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Reason reason() {
        List<Reason> reasons = engine.workflowService().explainWorkflow(run).reasons();
        assertThat(reasons).hasSize(1);
        return reasons.get(0);
    }

    @Test
    void queueThatIsPaused_saysByWhomAndWhy() {
        limits.updateQueue("reports", QueueUpdate.NOTHING.withPaused(true), KIM);

        assertThat(reason().code()).isEqualTo(ReasonCode.QUEUE_PAUSED);
        assertThat(reason().message())
                .isEqualTo("Task render waits because queue reports is paused by kim: \"psp down\".");
        assertThat(reason().actor()).isEqualTo("kim");

        limits.updateQueue("reports", QueueUpdate.NOTHING.withPaused(false), KIM);
        assertThat(reason().code()).isEqualTo(ReasonCode.NO_WORKER);
    }

    @Test
    void budgetThatIsNew_saysWhatItWaitsFor() {
        limits.setBudget("heavy", new Budget(2), KIM);
        assertThat(reason().code()).isEqualTo(ReasonCode.BUDGET_FULL);
        assertThat(reason().message())
                .isEqualTo(
                        "Task render waits because budget heavy is new and lets nothing in until what was under way before is"
                                + " counted, mostly within seconds; so far 0/2.");
        Awaitility.await().untilAsserted(() -> {
            clock.advance(Duration.ofSeconds(1));
            assertThat(reason().code()).isEqualTo(ReasonCode.NO_WORKER);
        });
    }

    @Test
    void breakerThatIsOpen_saysUntilWhen() {
        limits.setBreaker("render", new Breaker(1, Duration.ofMinutes(1), Duration.ofSeconds(30)), KIM);
        limits.openBreaker("render", KIM);

        assertThat(reason().code()).isEqualTo(ReasonCode.BREAKER_OPEN);
        assertThat(reason().until()).isNull();
        assertThat(limits.getBreaker("render").state()).isEqualTo(Breaker.State.OPEN);

        limits.closeBreaker("render", KIM);
        assertThat(reason().code()).isEqualTo(ReasonCode.NO_WORKER);
    }
}
