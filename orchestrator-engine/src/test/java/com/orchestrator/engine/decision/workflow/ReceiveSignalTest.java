package com.orchestrator.engine.decision.workflow;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.signal;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Expressions;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
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
        run.accept(Operations.signal("other", "2"));

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
    void signalThatCameEarlyAndDoesNotFit_failsItsTask() {
        RunDriver run =
                RunDriver.start(workflow(task("a").undo(), signal("m", "go").accepts("{\"id\":\"1\"}"), task("b")));
        run.accept(Operations.signal("go", "2"));

        run.complete("a");

        assertThat(run.cause().code()).isEqualTo("SIGNAL_INVALID");
        assertThat(run.cause().taskId()).isEqualTo("m");
        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void signals_areBufferedUpToALimit() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        for (int i = 0; i < 1_000; i++) {
            run.accept(Operations.signal("go", "s" + i));
        }

        assertThat(run.refuse(Operations.signal("go", "more")).code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
    }

    @Test
    void signal_whilePausedOrRollingBack_isKept() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), signal("m", "go"), task("b")));
        run.complete("a");
        run.accept(Operations.pause());
        run.accept(Operations.signal("go", "1"));
        assertThat(run.live("b").held()).isTrue();
        run.accept(Operations.resume());

        run.fail("b", FailureKind.FATAL);
        run.accept(Operations.signal("go", "2"));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
    }
}
