package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.emit;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.Template;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code emit}: told with what led to it, and once. */
class EmitTest {

    private static final Template TOLD = Expressions.template(scope -> scope.taskOutput("e"), "e");

    @Test
    void isToldWithTheReportThatLedToIt() {
        RunDriver run = RunDriver.start(workflow(
                task("a"), emit("e", "order.paid", "{\"n\":1}"), task("b").input(TOLD)));
        assertThat(run.count(TaskEvent.EventEmitted.class)).isZero();

        List<RunEvent> page = run.complete("a");

        assertThat(page)
                .anyMatch(AttemptEvent.TaskCompleted.class::isInstance)
                .contains(new TaskEvent.EventEmitted("e", null, "order.paid"));
        assertThat(run.inputOf(run.live("b"))).hasToString("{\"n\":1}");
    }

    @Test
    void aRepeatedReport_tellsNothing() {
        RunDriver run = RunDriver.start(workflow(task("a"), emit("e", "order.paid", "{}"), task("b")));
        RunDriver.Lease lease = run.lease("a");
        run.complete(lease, "{}");

        assertThat(run.complete(lease, "{}")).isEmpty();
    }

    @Test
    void aRollback_leavesItTold_andGoingForwardAgainTellsItAnew() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), emit("e", "order.paid", "{}"), task("b")));
        run.complete("a");
        run.compensate("a", Then.RETRY);
        run.complete("a");
        run.complete("a");
        assertThat(run.count(TaskEvent.EventEmitted.class)).isEqualTo(2);

        run.fail("b", FailureKind.FATAL);

        assertThat(run.undoAll()).containsExactly("a", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }
}
