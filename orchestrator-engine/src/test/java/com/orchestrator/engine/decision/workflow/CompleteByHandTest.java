package com.orchestrator.engine.decision.workflow;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.signal;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Expressions;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.SignalEvent;
import com.orchestrator.engine.history.TaskEvent;
import org.junit.jupiter.api.Test;

class CompleteByHandTest {

    @Test
    void complete_isUndoneLikeWhatAWorkerCompleted() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")), "{\"n\":1}");

        run.accept(Operations.completeByHand("a"));
        run.fail("b", FailureKind.FATAL);

        assertThat(run.live("a").mayNotHaveHappened()).isFalse();
        assertThat(run.inputOf(run.live("a")))
                .isEqualTo(Payload.ofJson("{\"input\":{\"n\":1},\"output\":{\"byHand\":true}}"));
        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void complete_takesTheTaskFromItsWorker_whoseLateSuccessIsNoNews() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease held = run.lease("a");

        run.accept(Operations.completeByHand("a"));
        run.refuse(RunDriver.completion(held, "{}"));
        run.fail("b", FailureKind.FATAL);

        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void complete_ofATaskThatFailedBeforeItsFirstAttempt_letsTheRunGoOn() {
        RunDriver run =
                RunDriver.start(workflow(task("a").input(Expressions.broken()).undo(), task("b")));
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);

        assertThat(run.refuse(Operations.retry("a")).message())
                .isEqualTo("Expected to retry task a with attempts, but it failed before its first one;"
                        + " complete or skip it");
        run.accept(Operations.completeByHand("a"));

        assertThat(run.live()).containsExactly("b");
        run.fail("b", FailureKind.FATAL);
        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void complete_ofASignal_standsInForTheMessage() {
        RunDriver run = RunDriver.start(workflow(signal("m", "go"), task("a")));

        run.accept(Operations.completeByHand("m"));
        run.accept(Operations.signal("go", "1"));

        assertThat(run.live()).containsExactly("a");
        assertThat(run.count(SignalEvent.SignalConsumed.class)).isZero();
    }

    @Test
    void complete_insideNestedBlocks_endsEachOnce() {
        RunDriver run = RunDriver.start(workflow(
                choice("s").otherwise(all("p").branch(choice("t").otherwise(task("a")))), task("b")));

        run.accept(Operations.completeByHand("a"));

        assertThat(run.count(TaskEvent.TaskPassed.class)).isEqualTo(3);
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void complete_ofABlock_isRefused() {
        RunDriver run = RunDriver.start(workflow(choice("s").otherwise(task("a"))));

        assertThat(run.refuse(Operations.completeByHand("s")).message())
                .isEqualTo("Expected to complete a task without tasks inside, but s has some; skip it instead");
    }

    @Test
    void complete_ofATaskThatIsNotUnderWay_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));
        run.complete("a");

        assertThat(run.refuse(Operations.completeByHand("a")).message())
                .isEqualTo("Expected to complete task a in state RUNNING, WAITING or FAILED, but it is COMPLETED");
        assertThat(run.refuse(new CompleteByHand(NodeKey.of("nobody"), Payload.NULL, null))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }
}
