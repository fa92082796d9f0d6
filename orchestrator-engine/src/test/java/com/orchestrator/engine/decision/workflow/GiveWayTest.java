package com.orchestrator.engine.decision.workflow;

import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.forward.Admission;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A newer run wants the place of this one, and what it is told may come late. */
class GiveWayTest {

    private static final UUID OTHER = new UUID(7, 7);

    private static RunDriver running() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.complete("a");
        return run;
    }

    @Test
    void runThatWasToBeReplacedInTheLine_andHasHadItsTurn_goesOn() {
        RunDriver run = running();

        assertThat(run.accept(new GiveWay(OTHER, Admission.COALESCED))).isEmpty();

        run.complete("b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void runWhosePlaceIsWanted_undoesWhatItHasDone() {
        RunDriver run = running();

        run.accept(new GiveWay(OTHER, Admission.SUPERSEDED));

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.cause().code()).isEqualTo(Admission.SUPERSEDED);
    }

    @Test
    void runThatGoesBackOnlyToTryAgain_goesAllTheWay() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b").undo(), task("c")));
        run.complete("a", "b");
        run.compensate("b", CompensateRequest.Then.RETRY);

        run.accept(new GiveWay(OTHER, Admission.SUPERSEDED));

        assertThat(run.undoAll()).containsExactly("b", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }
}
