package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.BufferedSignals;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Signals as their senders see them, with definitions and schemas as authors write them. */
class SignalsTest {

    private static final String REVIEW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: review
            tasks:
              - id: route
                switch:
                  - when: input.total > 1000
                    do: [{id: pause, wait: 1h}, {id: manual, signal: call-back}]
                  - default: [{id: short, wait: 5m}]
              - id: decide
                signal:
                  name: fraud-review
                  schema:
                    type: object
                    required: [approved]
                    properties: {approved: {type: boolean}, by: {type: object, properties: {age: {minimum: 18}}}}
            output:
              decision: "${ tasks.decide.output }"
              manual: "${ tasks.manual.state }"
              states: "${ [tasks.manual.state, tasks.pause.state, tasks.short.state] }"
            """;

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    private final SteppedEngine engine =
            new SteppedEngine(SteppedEngine.ONE_LANE, store, List.of(), clock, new Random(1), nanos -> {});

    private UUID start() {
        engine.workflows().registerWorkflow(REVIEW.getBytes(StandardCharsets.UTF_8));
        var started = engine.workflows()
                .startWorkflow(StartWorkflowRequest.of("test", "review", "r", Payload.ofJson("{\"total\":5}")));
        engine.settle();
        return started.join().instanceId();
    }

    private WorkflowInstance signal(UUID run, String name, @Nullable String id, String payload) {
        CompletableFuture<WorkflowInstance> answer = engine.workflows()
                .signalWorkflow(new Command<>(run, new SignalRequest(name, id, Payload.ofJson(payload)), "ann", null));
        engine.settle();
        try {
            return answer.join();
        } catch (CompletionException refused) {
            throw (OrchestratorException) refused.getCause();
        }
    }

    private OrchestratorException refused(UUID run, String name, String payload) {
        return catchThrowableOfType(OrchestratorException.class, () -> signal(run, name, "x", payload));
    }

    private void goOn() {
        clock.advance(Duration.ofMinutes(5));
        engine.sweep();
        engine.settle();
    }

    @Test
    void signalThatComesEarlyAndDoesNotFit_isRefusedWithEachPlace_andTheRunGoesOn() {
        UUID run = start();

        OrchestratorException refusal = refused(run, "fraud-review", "{\"by\":{\"age\":17}}");

        assertThat(refusal.code()).isEqualTo(ErrorCode.INPUT_INVALID);
        assertThat(refusal.errors())
                .extracting(Problem.Detail::pointer)
                .containsExactlyInAnyOrder("/payload", "/payload/by/age");
        signal(run, "fraud-review", "x", "{\"approved\":true}");
        goOn();
        assertThat(engine.workflows().getWorkflow(run).state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void misspeltName_isNotFound_withTheOneThatWasMeant() {
        OrchestratorException refusal = refused(start(), "fraud-revue", "{}");

        assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refusal).hasMessageContaining("did you mean 'fraud-review'?");
    }

    @Test
    void endedRun_refusesSignalsButRepeatedOnes() {
        UUID run = start();
        signal(run, "fraud-review", "1", "{\"approved\":true}");
        goOn();

        assertThat(signal(run, "fraud-review", "1", "{\"approved\":false}").state())
                .isEqualTo(WorkflowState.COMPLETED);
        OrchestratorException refusal = refused(run, "fraud-review", "{\"approved\":true}");
        assertThat(refusal.code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
        assertThat(refusal).hasMessageContaining("in state RUNNING, but it is COMPLETED");
    }

    @Test
    void whatNobodyWillTake_isShown_andTheBranchThatWasNotTakenIsSkipped() {
        UUID run = start();
        signal(run, "call-back", "1", "7");
        signal(run, "call-back", "2", "7");
        signal(run, "fraud-review", "1", "{\"approved\":false}");

        assertThat(engine.workflows().explainWorkflow(run).bufferedSignals())
                .extracting(BufferedSignals::name, BufferedSignals::count, BufferedSignals::expected)
                .containsExactly(tuple("call-back", 2, false), tuple("fraud-review", 1, true));
        goOn();

        assertThat(engine.workflows().getWorkflow(run).output())
                .isEqualTo(Payload.ofJson("{\"decision\":{\"approved\":false},\"manual\":\"SKIPPED\","
                        + "\"states\":[\"SKIPPED\",\"SKIPPED\",\"COMPLETED\"]}"));
    }
}
