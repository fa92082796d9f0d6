package com.orchestrator.engine.decision.workflow;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.each;
import static com.orchestrator.engine.decision.PlanBuilder.signal;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.DecisionContext;
import com.orchestrator.engine.decision.Expressions;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.history.SignalEvent;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReceiveSignalTest {

    @Test
    void signal_endsTheWaitingOfItsTask_andIsItsOutput() {
        RunDriver run = RunDriver.start(workflow(
                signal("m", "go"), task("a").input(Expressions.template(scope -> scope.taskOutput("m"), "m"))));

        run.accept(Operations.signal("go", "1"));

        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("{\"id\":\"1\"}"));
    }

    @Test
    void signalThatComesEarly_waitsForItsTask() {
        RunDriver run = RunDriver.start(workflow(task("a"), signal("m", "go"), task("b")));
        run.accept(Operations.signal("go", "1"));

        run.complete("a");

        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void signalsOfOneName_areConsumedInTheOrderTheyCame_eachOnce() {
        RunDriver run = RunDriver.start(workflow(task("a"), signal("m", "go"), signal("n", "go"), signal("o", "go")));
        run.accept(Operations.signal("go", "1"));
        run.accept(Operations.signal("go", "2"));

        run.complete("a");

        assertThat(run.events().stream()
                        .filter(SignalEvent.SignalConsumed.class::isInstance)
                        .map(event -> ((SignalEvent.SignalConsumed) event).signalId()))
                .containsExactly("1", "2");
        assertThat(run.taskState("o")).isEqualTo(TaskRun.State.RUNNING);
    }

    @Test
    void oneSignal_isTakenByTheTaskThatWaitedLongest() {
        RunDriver run =
                RunDriver.start(workflow(all("p").branch(signal("m", "go")).branch(signal("n", "go"))));

        run.accept(Operations.signal("go", "1"));

        assertThat(run.taskState("m")).isEqualTo(TaskRun.State.COMPLETED);
        assertThat(run.taskState("n")).isEqualTo(TaskRun.State.RUNNING);
    }

    @Test
    void signal_withAnIdThatWasSeen_hasNoSecondEffect() {
        RunDriver run = RunDriver.start(workflow(signal("m", "go"), signal("n", "go")));
        run.accept(Operations.signal("go", "1"));

        assertThat(run.accept(Operations.signal("go", "1"))).isEmpty();

        assertThat(run.taskState("n")).isEqualTo(TaskRun.State.RUNNING);
    }

    @Test
    void signal_withAnIdThatWasSeen_isAcceptedAfterTheEndToo() {
        RunDriver run = RunDriver.start(workflow(signal("m", "go")));
        run.accept(Operations.signal("go", "1"));

        assertThat(run.accept(Operations.signal("go", "1"))).isEmpty();
        assertThat(run.refuse(Operations.signal("go", "2")).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
    }

    @Test
    void signalTimeout_failsTheRunAtItsTimeAndNotEarly() {
        RunDriver run = RunDriver.start(workflow(signal("m", "go").timeout(Duration.ofMinutes(1))));

        run.pass(Duration.ofMillis(59_999));
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.pass(Duration.ofMillis(1));

        assertThat(run.cause())
                .isEqualTo(new Cause(Cause.Kind.FAILED, "SIGNAL_TIMEOUT", "Signal go did not come", "m", 1));
    }

    @Test
    void signalTimeout_failsAsTheDefinitionSays_orGoesOn() {
        RunDriver run = RunDriver.start(
                workflow(signal("m", "go").timeout(Duration.ofMinutes(1)).failOnTimeout("NO_ANSWER")));
        RunDriver other = RunDriver.start(
                workflow(signal("m", "go").timeout(Duration.ofMinutes(1)).continueOnError(), task("a")));

        run.pass(Duration.ofMinutes(1));
        other.pass(Duration.ofMinutes(1));

        assertThat(run.cause().code()).isEqualTo("NO_ANSWER");
        assertThat(other.live()).containsExactly("a");
    }

    @Test
    void signalInTime_disarmsTheTimeout() {
        RunDriver run = RunDriver.start(workflow(signal("m", "go").timeout(Duration.ofMinutes(1)), task("a")));

        run.accept(Operations.signal("go", "1"));
        run.pass(Duration.ofHours(1));

        assertThat(run.live()).containsExactly("a");
    }

    @Test
    void signalThatDoesNotFit_isRefusedWhileItsTaskWaits() {
        RunDriver run = RunDriver.start(workflow(signal("m", "go").accepts("{\"id\":\"1\"}")));

        assertThat(run.refuse(Operations.signal("go", "2")).code()).isEqualTo(ErrorCode.INPUT_INVALID);
        assertThat(run.accept(Operations.signal("go", "1"))).isNotEmpty();
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void signalThatComesEarlyAndDoesNotFit_isRefused_withPlaces() {
        RunDriver run =
                RunDriver.start(workflow(task("a").undo(), signal("m", "go").accepts("{\"id\":\"1\"}"), task("b")));

        Verdict.Refused refusal = run.refuse(Operations.signal("go", "2"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INPUT_INVALID);
        assertThat(refusal.errors()).extracting(Problem.Detail::pointer).containsExactly("/payload");
        run.accept(Operations.signal("go", "1"));
        run.complete("a");
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void signalsOfOneNameAndTwoSchemas_goEachToTheTaskTheyFit() {
        RunDriver run = RunDriver.start(workflow(
                signal("first", "go").accepts("{\"id\":\"1\"}"),
                signal("second", "go").accepts("{\"id\":\"2\"}"),
                task("b")));

        assertThat(run.refuse(Operations.signal("go", "3")).code()).isEqualTo(ErrorCode.INPUT_INVALID);
        run.accept(Operations.signal("go", "2"));
        assertThat(run.taskState("first")).isEqualTo(TaskRun.State.RUNNING);
        run.accept(Operations.signal("go", "1"));

        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void schemaOfATaskThatCanNoLongerCome_acceptsNothing() {
        RunDriver run = RunDriver.start(workflow(choice("s")
                .when(Expressions.never(), signal("other", "go"))
                .otherwise(signal("m", "go").accepts("{\"id\":\"1\"}"))));

        assertThat(run.refuse(Operations.signal("go", "2")).code()).isEqualTo(ErrorCode.INPUT_INVALID);
    }

    @Test
    void signalNobodyKnows_isRefused_withTheNameThatWasMeant() {
        RunDriver run = RunDriver.start(workflow(task("a"), signal("m", "fraud-review")));

        Verdict.Refused near = run.refuse(Operations.signal("fraud-reviw", "1"));
        Verdict.Refused far = run.refuse(Operations.signal("paid", "1"));

        assertThat(near.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(near.message()).contains("'fraud-reviw'").contains("did you mean 'fraud-review'?");
        assertThat(far.message()).contains("it knows fraud-review");
    }

    @Test
    void openDefinition_keepsSignalsNobodyKnows_inAPlaceOfTheirOwn() {
        RunDriver run = RunDriver.start(
                workflow(task("a"), signal("m", "go"), task("b")).openSignals());
        run.limits(limits(3, 1_000_000));

        run.accept(Operations.signal("x", "1"));
        run.accept(Operations.signal("y", "1"));
        run.accept(Operations.signal("z", "1"));

        assertThat(run.refuse(Operations.signal("w", "1")).code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
        run.accept(Operations.signal("go", "1"));
        run.complete("a");
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void signals_areKeptUpToALimitOfTheirName() {
        RunDriver run = RunDriver.start(workflow(task("a"), signal("m", "go"), signal("n", "other")));
        run.limits(limits(2, 1_000_000));
        run.accept(Operations.signal("go", "1"));
        run.accept(Operations.signal("go", "2"));

        Verdict.Refused refusal = run.refuse(Operations.signal("go", "3"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
        assertThat(refusal.message()).contains("'go'");
        assertThat(run.accept(Operations.signal("go", "2"))).as("repeated").isEmpty();
        assertThat(run.accept(Operations.signal("other", "1"))).hasSize(1);
    }

    @Test
    void signals_areKeptUpToALimitOfBytes_andOneAlways() {
        RunDriver run = RunDriver.start(workflow(task("a"), signal("m", "go")));
        run.limits(limits(100, 5));

        run.accept(Operations.signal("go", "1"));

        assertThat(run.refuse(Operations.signal("go", "2")).code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
    }

    @Test
    void signalThatATaskWaitsFor_isNeverRefusedForWhatOthersHaveLeft() {
        RunDriver run =
                RunDriver.start(workflow(signal("m", "go").accepts("{\"id\":\"now\"}"), signal("n", "go"), task("b")));
        run.limits(limits(2, 1_000_000));
        run.accept(Operations.signal("go", "1"));
        run.accept(Operations.signal("go", "2"));
        assertThat(run.refuse(Operations.signal("go", "3")).code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);

        run.accept(Operations.signal("go", "now"));

        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void ids_countForTheNameTheyCameWith() {
        RunDriver run = RunDriver.start(workflow(signal("m", "approve"), signal("n", "ship"), task("b")));

        run.accept(Operations.signal("approve", "1"));
        run.accept(Operations.signal("ship", "1"));

        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void eachItemOfAMap_takesASignal() {
        RunDriver run = RunDriver.start(workflow(each("m", "[1,2]", signal("s", "go"), task("t"))));

        run.accept(Operations.signal("go", "1"));
        run.accept(Operations.signal("go", "2"));

        assertThat(run.live()).containsExactly("t", "t");
        assertThat(run.run().mailbox().takers("go")).isEmpty();
    }

    @Test
    void itemsThatAreStillToCome_mayStillTakeOne() {
        RunDriver run =
                RunDriver.start(workflow(each("m", "[1,2]", signal("s", "go")).concurrencyMax(1), task("b")));
        run.accept(Operations.signal("go", "1"));

        assertThat(run.run().mailbox().takers("go")).isNotEmpty();
        run.accept(Operations.signal("go", "2"));

        assertThat(run.run().mailbox().takers("go")).isEmpty();
    }

    @Test
    void signalThatWasTaken_staysTakenWhenTheRunGoesBack() {
        RunDriver run = RunDriver.start(
                workflow(task("a").savepoint("s"), signal("m", "go"), task("b").undo(), task("c")));
        run.complete("a");
        run.accept(Operations.signal("go", "1"));
        run.complete("b");
        run.compensateTo("s", CompensateRequest.Then.RETRY);

        assertThat(run.accept(Operations.signal("go", "1"))).as("seen before").isEmpty();
        run.accept(Operations.signal("go", "2"));
        run.complete("b");

        assertThat(run.live()).containsExactly("b");
        assertThat(run.count(SignalEvent.SignalConsumed.class)).isEqualTo(2);
    }

    private static DecisionContext.Limits limits(int signalsMax, int signalBytesMax) {
        DecisionContext.Limits usual = DecisionContext.Limits.DEFAULT;
        return new DecisionContext.Limits(
                usual.leaseDefault(), usual.lostMax(), usual.mapItemsMax(), signalsMax, signalBytesMax);
    }

    @Test
    void signal_whilePaused_isTaken_andWhileRollingBackForGood_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), signal("m", "go"), task("b")));
        run.complete("a");
        run.accept(Operations.pause());
        run.accept(Operations.signal("go", "1"));
        assertThat(run.live("b").held()).isTrue();
        run.accept(Operations.resume());

        run.fail("b", FailureKind.FATAL);

        Verdict.Refused refusal = run.refuse(Operations.signal("go", "2"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
        assertThat(refusal.message()).contains("but it is COMPENSATING");
    }
}
