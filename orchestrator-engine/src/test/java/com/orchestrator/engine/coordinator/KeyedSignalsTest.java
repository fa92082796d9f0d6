package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.KeyedSignal;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.StartedWorkflow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Signals whose senders know a key and no run, and those that start their run. */
class KeyedSignalsTest {

    private static final String HEAD = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            """;
    private static final String ORDER = HEAD + """
            name: order
            tasks:
              - { id: paid, signal: { name: paid, key: "${ input.order }", schema: { type: object, required: [amount] } } }
              - { id: moved, set: { order: moved } }
              - { id: sent, signal: { name: sent, key: "${ vars.order }" } }
            output: "${ tasks.paid.output }"
            """;
    private static final String BILL = HEAD + """
            name: bill
            tasks:
              - { id: paid, signal: { name: paid, key: "${ input.order }" } }
            """;

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    private final SteppedEngine engine =
            new SteppedEngine(SteppedEngine.ONE_LANE, store, List.of(), clock, new Random(1), nanos -> {});

    KeyedSignalsTest() {
        engine.workflows().registerWorkflow(ORDER.getBytes(StandardCharsets.UTF_8));
        engine.workflows().registerWorkflow(BILL.getBytes(StandardCharsets.UTF_8));
    }

    private <T> T await(CompletableFuture<T> answer) {
        engine.settle();
        try {
            return answer.join();
        } catch (CompletionException refused) {
            throw (OrchestratorException) refused.getCause();
        }
    }

    private UUID start(String workflow, String order) {
        return await(engine.workflows()
                        .startWorkflow(StartWorkflowRequest.of(
                                "shop", workflow, workflow + order, Payload.ofJson("{\"order\":\"" + order + "\"}"))))
                .instanceId();
    }

    private List<UUID> send(String name, String key, String id, String payload) {
        return await(
                engine.workflows().signalByKey(new KeyedSignal("shop", name, key, id, Payload.ofJson(payload)), "ann"));
    }

    private OrchestratorException refused(String name, String key, String payload) {
        return catchThrowableOfType(OrchestratorException.class, () -> send(name, key, "x", payload));
    }

    private StartedWorkflow sendFirst(String runId, String name, String id, String payload) {
        return await(engine.workflows()
                .startWithSignal(
                        StartWorkflowRequest.of("shop", "order", runId, Payload.ofJson("{\"order\":\"o1\"}")),
                        new SignalRequest(name, id, Payload.ofJson(payload)),
                        "ann"));
    }

    private WorkflowInstance run(UUID id) {
        return engine.workflows().getWorkflow(id);
    }

    private List<String> events(UUID id) {
        return engine.workflows().getHistory(id, 0, 100).items().stream()
                .map(HistoryEntry::type)
                .toList();
    }

    // ---- by a key

    @Test
    void allRunsOfTheKeyTakeIt_whateverTheirWorkflow_andNoOthers() {
        UUID order = start("order", "o1");
        UUID bill = start("bill", "o1");
        UUID other = start("order", "o2");

        assertThat(send("paid", "o1", "s", "{\"amount\":5}")).containsExactlyInAnyOrder(order, bill);

        assertThat(run(bill).state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(events(other)).doesNotContain("SIGNAL_RECEIVED");
    }

    @Test
    void sentAgain_itHasNoSecondEffect() {
        UUID order = start("order", "o1");

        send("paid", "o1", "s", "{\"amount\":5}");
        assertThat(send("paid", "o1", "s", "{\"amount\":6}")).containsExactly(order);

        assertThat(events(order).stream().filter("SIGNAL_RECEIVED"::equals)).hasSize(1);
    }

    @Test
    void theKeyFollowsTheVariables() {
        UUID order = start("order", "o1");
        assertThat(refused("sent", "moved", "{}").code()).isEqualTo(ErrorCode.NOT_FOUND);

        send("paid", "o1", "s", "{\"amount\":5}");

        assertThat(send("sent", "moved", "t", "{}")).containsExactly(order);
        assertThat(run(order).state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void nobodyOfTheKey_isSaid() {
        start("order", "o1");

        OrchestratorException refusal = refused("paid", "o9", "{\"amount\":5}");

        assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refusal).hasMessage("No run in namespace 'shop' takes a signal 'paid' of key 'o9'");
    }

    @Test
    void runsThatHaveEnded_areNotFound() {
        UUID bill = start("bill", "o1");
        send("paid", "o1", "s", "{}");
        assertThat(run(bill).state()).isEqualTo(WorkflowState.COMPLETED);

        assertThat(refused("paid", "o1", "{}").code()).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void aPausedRun_takesIt() {
        UUID bill = start("bill", "o1");
        await(engine.workflows().pauseWorkflow(new Command<>(bill, new ControlRequest("lunch", null), "ann", null)));

        assertThat(send("paid", "o1", "s", "{}")).containsExactly(bill);
    }

    @Test
    void aMisfit_isRefusedWhenItFitsNobody() {
        start("order", "o1");
        assertThat(refused("paid", "o1", "{}").code()).isEqualTo(ErrorCode.INPUT_INVALID);

        UUID bill = start("bill", "o1");

        assertThat(send("paid", "o1", "s", "{}")).containsExactly(bill);
    }

    @Test
    void tooManyRunsOfAKey_areRefused_andNoneHasIt() {
        UUID first = null;
        for (int i = 0; i <= SignalsByKey.RUNS_MAX; i++) {
            StartedWorkflow started = await(engine.workflows()
                    .startWorkflow(
                            StartWorkflowRequest.of("shop", "bill", "b" + i, Payload.ofJson("{\"order\":\"o1\"}"))));
            first = first == null ? started.instanceId() : first;
        }

        assertThat(refused("paid", "o1", "{}").code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
        assertThat(events(first)).doesNotContain("SIGNAL_RECEIVED");
    }

    @Test
    void aKeyThatIsNoText_asksAPerson() {
        UUID bill = await(engine.workflows()
                        .startWorkflow(StartWorkflowRequest.of("shop", "bill", "b", Payload.ofJson("{\"order\":7}"))))
                .instanceId();

        assertThat(run(bill).state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run(bill).cause().message()).isEqualTo("key of signal 'paid': It is text, not number");
    }

    // ---- with a start

    @Test
    void aNewRun_hasTheSignalBeforeItsFirstTask() {
        StartedWorkflow started = sendFirst("r", "paid", "s", "{\"amount\":5}");

        assertThat(started.deduplicated()).isFalse();
        assertThat(events(started.instanceId()))
                .startsWith("WORKFLOW_STARTED", "SIGNAL_RECEIVED")
                .contains("SIGNAL_CONSUMED");
    }

    @Test
    void aRunThatIsThere_isSentIt_whateverItsInputWas() {
        UUID order = start("order", "o2");

        StartedWorkflow met = sendFirst("ordero2", "paid", "s", "{\"amount\":5}");
        StartedWorkflow again = sendFirst("ordero2", "paid", "s", "{\"amount\":5}");

        assertThat(met.instanceId()).isEqualTo(order);
        assertThat(met.deduplicated()).isTrue();
        assertThat(again.instanceId()).isEqualTo(order);
        assertThat(events(order).stream().filter("SIGNAL_RECEIVED"::equals)).hasSize(1);
    }

    @Test
    void aSignalThatIsNotTaken_startsNothing() {
        OrchestratorException unknown =
                catchThrowableOfType(OrchestratorException.class, () -> sendFirst("r", "payd", "s", "{}"));
        OrchestratorException misfit =
                catchThrowableOfType(OrchestratorException.class, () -> sendFirst("r", "paid", "s", "{}"));

        assertThat(unknown.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(unknown).hasMessageContaining("did you mean 'paid'?");
        assertThat(misfit.code()).isEqualTo(ErrorCode.INPUT_INVALID);
        assertThat(sendFirst("r", "paid", "s", "{\"amount\":5}").deduplicated()).isFalse();
    }

    @Test
    void aRunThatHasEnded_isNotBegunAnew() {
        sendFirst("r", "paid", "s", "{\"amount\":5}");
        send("sent", "moved", "t", "{}");

        OrchestratorException refusal =
                catchThrowableOfType(OrchestratorException.class, () -> sendFirst("r", "paid", "u", "{\"amount\":5}"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
    }
}
