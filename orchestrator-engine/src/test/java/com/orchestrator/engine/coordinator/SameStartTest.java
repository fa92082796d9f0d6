package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.StartedWorkflow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A start is a repeat when its input says the same, and a conflict that names the place otherwise. */
class SameStartTest {

    private static final String ORDER = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: order
            tasks:
              - {id: keep, set: {amount: "${ input.amount }", rest: ["${ [input.amount] }", "${ json(input.amount) }", 1.10]}}
              - {id: charge, task: charge, input: {vars: "${ vars }"}}
            """;

    private final SettableClock clock = SettableClock.standing();
    private final SteppedEngine engine = new SteppedEngine(
            EngineConfig.DEFAULT, new InMemoryEngineStore(clock), List.of(), clock, new Random(1), nanos -> {});

    @BeforeEach
    void register() {
        engine.workflows().registerWorkflow(ORDER.getBytes(StandardCharsets.UTF_8));
    }

    private StartedWorkflow start(String input) {
        CompletableFuture<StartedWorkflow> started = engine.workflows()
                .startWorkflow(new StartWorkflowRequest(
                        "shop", "order", "o-1", Payload.ofJson(input), Map.of(), null, null, null, null));
        engine.settle();
        return started.join();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            {"amount":1}                     § {"amount":1.0}
            {"amount":1,"b":2}               § { "b":2e0, "amount":1}
            {"amount":1234567890123456.78}   § {"amount":1234567890123456.780}
            {"amount":1e99999999999}         § {"amount":10e99999999998}
            """)
    void sameValue_isARepeat(String first, String again) {
        StartedWorkflow begun = start(first);

        assertThat(start(again).deduplicated()).isTrue();
        assertThat(start(again).instanceId()).isEqualTo(begun.instanceId());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            {"amount":1234567890123456.78}   § {"amount":1234567890123456.79}   § /input/amount
            {"amount":1}                     § {"amount":"1"}                   § /input/amount
            {"amount":1,"lines":[{"a/b":1}]} § {"amount":1,"lines":[{"a/b":2}]} § /input/lines/0/a~1b
            {"amount":1}                     § [1]                              § /input
            """)
    void otherValue_isAConflictThatSaysWhere(String first, String other, String pointer) {
        start(first);

        assertThatThrownBy(() -> start(other))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(OrchestratorException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.RUN_ID_CONFLICT);
                    assertThat(refusal.errors())
                            .extracting(Problem.Detail::pointer)
                            .containsExactly(pointer);
                });
    }

    @Test
    void variables_keepDigits() {
        StartedWorkflow begun = start("{\"amount\":1234567890123456.78}");

        assertThat(engine.workflows()
                        .getTasks(begun.instanceId(), new ListQuery(10, null))
                        .items()
                        .get(0)
                        .input())
                .hasToString("{\"vars\":{\"amount\":1234567890123456.78,\"rest\":[[1234567890123456.78],"
                        + "\"1234567890123456.78\",1.10]}}");
    }
}
