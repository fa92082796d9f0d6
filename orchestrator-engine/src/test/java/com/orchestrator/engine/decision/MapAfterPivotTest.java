package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.each;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.task.LeaseTask;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.run.ExecutionRun;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A map that fails by itself when its run can only go forward. */
class MapAfterPivotTest {

    private final AtomicBoolean isBroken = new AtomicBoolean(true);

    private final Template itemOutput = Expressions.template(scope -> {
        if (isBroken.get()) {
            throw new ExpressionFailure("'vars.missing' does not exist");
        }
        return Payload.ofJson("1");
    });

    private final RunDriver run = RunDriver.start(
            workflow(task("a").pivot(), each("m", "[10,20]", task("t")).itemOutput(itemOutput))
                    .output(Expressions.template(scope -> scope.taskOutput("m"), "m")));

    private void completeItem(int index) {
        ExecutionRun execution = run.run().liveExecutions().stream()
                .filter(live -> live.task().key().equals(new NodeKey("t", String.valueOf(index))))
                .findFirst()
                .orElseThrow();
        run.accept(new LeaseTask(execution.executionId(), RunDriver.slot("w")));
        run.complete(new RunDriver.Lease(execution.executionId(), "w", execution.leaseToken()), "{}");
    }

    @Test
    void itemOutputThatCannotBeEvaluated_waitsForAPerson() {
        run.complete("a");

        completeItem(0);

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
    }

    @Test
    void retry_takesTheItemsThatAreDoneAndDoesTheRest() {
        run.complete("a");
        completeItem(0);
        isBroken.set(false);

        run.accept(Operations.retry("m"));
        completeItem(1);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.count(AttemptEvent.TaskScheduled.class))
                .as("a and each item, once")
                .isEqualTo(3);
    }

    @Test
    void retryAfterTheLastItem_onlyEvaluatesItsOutputAgain() {
        isBroken.set(false);
        run.complete("a");
        completeItem(0);
        isBroken.set(true);
        completeItem(1);
        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        isBroken.set(false);

        run.accept(Operations.retry("m"));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.count(AttemptEvent.TaskScheduled.class))
                .as("a and each item, once")
                .isEqualTo(3);
    }
}
