package com.orchestrator.engine.decision.task;

import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.RunDriver.Lease;
import com.orchestrator.engine.history.AttemptEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExpireLeaseTest {

    @Test
    void expiry_leavesTheOutcomeUnknownAndTheTaskIsTriedAgainAtOnce() {
        RunDriver run = RunDriver.start(workflow(task("a")));

        run.lose("a");

        assertThat(run.executionsOf("a").get(0).state()).isEqualTo(ExecutionState.UNKNOWN);
        assertThat(run.live("a").availableAt()).isEqualTo(run.now());
        assertThat(run.live("a").attempt()).isEqualTo(2);
    }

    @Test
    void expiry_countsAsLostAndNotAsAnAttempt() {
        RunDriver run = RunDriver.start(workflow(task("a").attempts(1)));

        run.lose("a");
        run.lose("a");

        assertThat(run.task("a").lost()).isEqualTo(2);
        assertThat(run.task("a").failures()).isZero();
        assertThat(run.live()).containsExactly("a");
    }

    @Test
    void thirdLostWorker_isAnIncident() {
        RunDriver run = RunDriver.start(workflow(task("a")));

        run.lose("a");
        run.lose("a");
        run.lose("a");

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.task("a").incident().code()).isEqualTo("POISON");
        run.accept(Operations.retry("a"));
        assertThat(run.task("a").lost()).isZero();
        assertThat(run.live("a").attempt()).isEqualTo(4);
    }

    @Test
    void expiry_beforeItsTimeOrAfterARenewal_doesNothing() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        Lease lease = run.lease("a");
        Instant renewed = run.now().plusSeconds(60);
        run.moveClock(Duration.ofSeconds(40));

        assertThat(run.accept(new ExpireLease(lease.executionId(), renewed))).isEmpty();
        assertThat(run.accept(new ExpireLease(lease.executionId(), null))).isEmpty();
        assertThat(run.live("a").state()).isEqualTo(ExecutionState.LEASED);
    }

    @Test
    void expiry_ofWhatIsNotLeased_doesNothing() {
        RunDriver run = RunDriver.start(workflow(task("a")));

        assertThat(run.accept(new ExpireLease(run.live("a").executionId(), run.now())))
                .isEmpty();
        assertThat(run.accept(new ExpireLease(new UUID(9, 9), run.now()))).isEmpty();
    }

    @Test
    void silenceOverTheAttemptsTime_countsAsAnAttempt() {
        RunDriver run = RunDriver.start(
                workflow(task("a").executionTimeout(Duration.ofSeconds(5)).attempts(2)));

        run.lose("a");
        assertThat(run.count(AttemptEvent.TaskTimedOut.class)).isEqualTo(1);
        assertThat(run.task("a").failures()).isEqualTo(1);
        assertThat(run.live("a").availableAt()).isEqualTo(run.now().plusSeconds(1));
        run.lose("a");

        assertThat(run.cause().code()).isEqualTo("EXECUTION_TIMEOUT");
    }
}
