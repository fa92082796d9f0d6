package com.orchestrator.engine.decision.workflow;

import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.Starts;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartWorkflowTest {

    private static RunDriver fresh() {
        return new RunDriver(
                workflow(task("a").undo())
                        .executionTimeout(Duration.ofMinutes(1))
                        .build(),
                1);
    }

    @Test
    void start_recordsWhatItWasGivenAndBegins() {
        RunDriver run = fresh();

        run.accept(new StartWorkflow(
                "r", Payload.ofJson("{\"n\":1}"), Map.of("team", "x"), Priority.P0, null, null, Map.of(), null, null));

        assertThat(run.eventNames()).containsExactly("WorkflowStarted", "WorkflowBegan", "TaskScheduled");
        assertThat(run.run().runId()).isEqualTo("r");
        assertThat(run.run().labels()).containsEntry("team", "x");
        assertThat(run.run().priority()).isEqualTo(Priority.P0);
        assertThat(run.run().startedAt()).isEqualTo(run.now());
    }

    @Test
    void delayedStart_beginsAtItsTimeAndCountsTheDeadlineFromThere() {
        RunDriver run = fresh();
        run.accept(Starts.at(RunDriver.START.plusSeconds(3_600)));

        assertThat(run.pass(Duration.ofSeconds(3_599))).isEmpty();
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.pass(Duration.ofSeconds(1));

        assertThat(run.live()).containsExactly("a");
        assertThat(run.run().timerDueAt()).isEqualTo(run.now().plusSeconds(60));
    }

    @Test
    void startInThePast_beginsAtOnce() {
        RunDriver run = fresh();

        run.accept(Starts.at(RunDriver.START.minusSeconds(1)));

        assertThat(run.live()).containsExactly("a");
    }

    @Test
    void delayedStart_whilePaused_beginsAfterTheResume() {
        RunDriver run = fresh();
        run.accept(Starts.at(RunDriver.START.plusSeconds(10)));
        run.accept(Operations.pause());

        assertThat(run.pass(Duration.ofSeconds(60))).isEmpty();
        run.accept(Operations.resume());
        run.pass(Duration.ZERO);

        assertThat(run.live()).containsExactly("a");
    }

    @Test
    void delayedStart_thatIsCancelled_neverBegins() {
        RunDriver run = fresh();
        run.accept(Starts.at(RunDriver.START.plusSeconds(10)));

        run.accept(Operations.cancel());

        assertThat(run.state()).isEqualTo(WorkflowState.CANCELLED);
        assertThat(run.pass(Duration.ofHours(1))).isEmpty();
    }
}
