package com.orchestrator.engine.decision.workflow;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
import org.junit.jupiter.api.Test;

class PauseWorkflowTest {

    @Test
    void pause_holdsWhatIsReady_andResumeLetsItGo() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a")).branch(task("b"))));

        run.accept(Operations.pause());
        assertThat(run.run().liveExecutions()).allMatch(execution -> execution.held());
        run.accept(Operations.resume());

        assertThat(run.run().liveExecutions()).noneMatch(execution -> execution.held());
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
    }

    @Test
    void pauseAndResume_thatAreInEffect_areAcceptedWithoutEvents() {
        RunDriver run = RunDriver.start(workflow(task("a")));

        assertThat(run.accept(Operations.resume())).isEmpty();
        run.accept(Operations.pause());

        assertThat(run.accept(Operations.pause())).isEmpty();
    }

    @Test
    void pauseBesideAnIncident_comesBackToTheIncident() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a")).branch(task("b"))));
        run.fail("a", FailureKind.SUSPEND);

        run.accept(Operations.pause());
        assertThat(run.state()).isEqualTo(WorkflowState.PAUSED);
        run.accept(Operations.resume());

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.live("b").held()).isTrue();
        assertThat(run.refuse(Operations.resume()).message()).endsWith("in state PAUSED, but it is SUSPENDED");
    }

    @Test
    void incidentDealtWithDuringAPause_staysHeldUntilTheResume() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        run.fail("a", FailureKind.SUSPEND);
        run.accept(Operations.pause());

        run.accept(Operations.retry("a"));

        assertThat(run.live("a").held()).isTrue();
        run.accept(Operations.resume());
        assertThat(run.live("a").held()).isFalse();
    }

    @Test
    void pause_ofARunAtRest_isRefusedInOneSentence() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        run.complete("a");

        assertThat(run.refuse(Operations.pause()).message())
                .isEqualTo("Expected to pause instance 00000000-0000-0000-0000-000000000001 in state RUNNING,"
                        + " but it is COMPLETED");
    }
}
