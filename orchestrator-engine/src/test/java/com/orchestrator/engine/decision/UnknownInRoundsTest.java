package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.fail;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.workflow.ResolveTask;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.ProbeEvent;
import com.orchestrator.engine.plan.OnUnknown.Choice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work of unknown outcome where runs go back to save-points, pass pivots and do things that nothing takes back. */
class UnknownInRoundsTest {

    private static final String HAPPENED = "{\"happened\":true,\"output\":{}}";
    private static final String DID_NOT = "{\"happened\":false}";

    // ---- pivots

    private static RunDriver past(NodeBuilder<?> next) {
        RunDriver run = RunDriver.start(workflow(task("a").undo().pivot(), next));
        run.complete("a");
        return run;
    }

    @Test
    void afterAPivot_whatIsRuledOutIsTriedWithoutLimit() {
        RunDriver run = past(task("b").verified().undo().attempts(1));

        for (int i = 0; i < 5; i++) {
            run.fail("b", FailureKind.UNKNOWN);
            run.answer("b", DID_NOT);
        }

        assertThat(run.live()).containsExactly("b");
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
    }

    @Test
    void afterAPivot_doubtThatIsAFailure_isAnIncident() {
        RunDriver run = past(task("b").undo().onUnknown(Choice.COMPENSATE));

        run.lose("b");

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.count(LifecycleEvent.RollbackStarted.class)).isZero();
    }

    @Test
    void pivotThatAProbeConfirms_isPassed() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo().pivot(), task("b")));
        run.lose("a");
        run.answer("a", HAPPENED);

        run.fail("b", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
    }

    /** The decision to roll back was made while the pivot was in doubt, and stands. */
    @Test
    void pivotThatAProbeConfirmsInARollback_isUndone() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo().pivot(), task("b")));
        run.lose("a");
        run.accept(Operations.cancel());

        run.answer("a", HAPPENED);

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {HAPPENED, DID_NOT})
    void evidenceInAProbesWords_saysNothingOfWhatIsNoWork(String evidence) {
        RunDriver run = past(fail("f", "NO"));
        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);

        run.accept(new ResolveTask(NodeKey.of("f"), Payload.ofJson(evidence), "test"));

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.count(ProbeEvent.EffectConfirmed.class)).isZero();
        assertThat(run.count(ProbeEvent.EffectRuledOut.class)).isZero();
    }

    // ---- save-points

    private static RunDriver doubtBehindSavepoint() {
        RunDriver run = RunDriver.start(workflow(
                task("a").undo().savepoint("s"),
                task("b").verified().undo().attempts(1),
                task("c").onFailure("s", 2)));
        run.complete("a");
        run.fail("b", FailureKind.UNKNOWN);
        run.accept(Operations.skip("b"));
        run.fail("c", FailureKind.FATAL);
        return run;
    }

    @Test
    void backToASavepoint_whatIsInDoubtBehindItIsAskedAbout() {
        RunDriver run = doubtBehindSavepoint();
        assertThat(run.live()).containsExactly("probe b");

        run.answer("b", HAPPENED);

        assertThat(run.live()).containsExactly("undo b");
        run.complete("b");
        assertThat(run.idempotencyKey(run.live("b"))).isEqualTo("shop/order/run-1/b@2");
    }

    @Test
    void backToASavepoint_whatIsRuledOutIsDoneAnewAtOnce_andAskedAboutUnderItsNewKey() {
        RunDriver run = doubtBehindSavepoint();

        run.answer("b", DID_NOT);
        run.lose("b");

        assertThat(run.undone()).isEmpty();
        assertThat(run.idempotencyKey(run.live("b"))).isEqualTo("shop/order/run-1/b@2:probe");
    }

    @Test
    void backToASavepoint_whatIsInDoubtBesideItIsAskedAboutBeforeItIsTriedAgain() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a").savepoint("s"), task("b").undo())
                        .branch(task("c").verified().undo())));
        run.complete("a", "b");
        run.lease("c");

        run.compensateTo("s", Then.RETRY);
        run.lose("c");
        run.complete("b");

        assertThat(run.live()).containsExactlyInAnyOrder("b", "probe c");
        run.answer("c", DID_NOT);
        assertThat(run.idempotencyKey(run.live("c"))).isEqualTo("shop/order/run-1/c");
    }

    // ---- irreversible

    private static RunDriver irreversibleInDoubt() {
        RunDriver run = RunDriver.start(
                workflow(task("a").savepoint("s"), task("b").verified().irreversible(), task("c")), "{\"n\":1}");
        run.complete("a");
        run.lose("b");
        run.accept(Operations.skip("b"));
        run.compensateTo("s", Then.RETRY);
        return run;
    }

    @Test
    void irreversibleWorkInDoubt_isAskedAboutBeforeItIsDoneUnderItsOldKey() {
        RunDriver run = irreversibleInDoubt();

        assertThat(run.live()).containsExactly("probe b");
        assertThat(run.inputOf(run.live("b")))
                .isEqualTo(Payload.ofJson("{\"input\":{\"n\":1},\"idempotencyKey\":\"shop/order/run-1/b\"}"));
        run.answer("b", DID_NOT);
        assertThat(run.live()).containsExactly("b");
        assertThat(run.idempotencyKey(run.live("b"))).isEqualTo("shop/order/run-1/b");
    }

    @Test
    void irreversibleWorkThatHappened_isNotDoneTwice() {
        RunDriver run = irreversibleInDoubt();

        run.answer("b", HAPPENED);

        assertThat(run.live()).containsExactly("c");
    }
}
