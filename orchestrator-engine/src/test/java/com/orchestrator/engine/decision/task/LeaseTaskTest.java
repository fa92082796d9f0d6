package com.orchestrator.engine.decision.task;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.engine.decision.DecisionContext;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.run.ExecutionRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeaseTaskTest {

    private static LeaseTask lease(ExecutionRun execution) {
        return new LeaseTask(execution.executionId(), RunDriver.slot("worker"));
    }

    @Test
    void lease_givesTheRightToSpeakUntilItsExpiry() {
        RunDriver run = RunDriver.start(workflow(task("a")));

        run.accept(lease(run.live("a")));

        assertThat(run.live("a").holder()).isEqualTo("worker");
        assertThat(run.live("a").leaseToken()).isEqualTo(1);
        assertThat(run.live("a").leaseExpiresAt()).isEqualTo(run.now().plusSeconds(30));
        assertThat(run.grants()).hasSize(1);
    }

    @Test
    void lease_ofWhatTheWorkerHoldsAlready_isAnsweredWithTheSameLease() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        run.lease("a");
        Instant expiry = run.live("a").leaseExpiresAt();
        run.moveClock(Duration.ofSeconds(5));

        assertThat(run.accept(lease(run.live("a")))).isEmpty();

        assertThat(run.grants())
                .singleElement()
                .satisfies(grant -> assertThat(grant.leaseExpiresAt()).isEqualTo(expiry));
    }

    @Test
    void lease_ofWhatAnotherWorkerHolds_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        run.lease("a", "other");

        assertRefused(run, "Expected to acquire task a in state READY, but it is LEASED");
    }

    @Test
    void lease_beforeTheBackOffIsOver_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        run.fail("a", FailureKind.RETRYABLE);

        assertRefused(run, "Expected to acquire task a in state READY, but it is not due before 2030-01-01T00:00:01Z");
    }

    @Test
    void lease_inAPausedRun_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        run.accept(Operations.pause());

        assertRefused(run, "Expected to acquire task a in state READY, but its run is PAUSED");
    }

    @Test
    void lease_besideAnIncident_isRefused() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a")).branch(task("b"))));
        run.fail("b", FailureKind.SUSPEND);

        assertRefused(run, "Expected to acquire task a in state READY, but its run is SUSPENDED");
    }

    @Test
    void lease_ofNothing_isNotFound() {
        RunDriver run = RunDriver.start(workflow(task("a")));

        assertThat(run.refuse(new LeaseTask(new UUID(9, 9), RunDriver.slot("worker")))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void leaseDuration_isTheTasks_thenTheWorkers_thenTheDefault() {
        RunDriver run = RunDriver.start(workflow(
                task("a").dependsOn().leaseTimeout(Duration.ofSeconds(10)),
                task("b").dependsOn()));
        DecisionContext.Slot wish = new DecisionContext.Slot("worker", Optional.of(Duration.ofSeconds(20)), "worker");

        run.accept(new LeaseTask(run.live("a").executionId(), wish));
        run.accept(new LeaseTask(run.live("b").executionId(), wish));

        assertThat(run.live("a").leaseExpiresAt()).isEqualTo(run.now().plusSeconds(10));
        assertThat(run.live("b").leaseExpiresAt()).isEqualTo(run.now().plusSeconds(20));
    }

    @Test
    void lease_doesNotOutliveTheAttemptsTime() {
        RunDriver run = RunDriver.start(workflow(task("a").executionTimeout(Duration.ofSeconds(5))));

        run.lease("a");

        assertThat(run.live("a").leaseExpiresAt()).isEqualTo(run.now().plusSeconds(5));
        assertThat(run.live("a").executionDeadline()).isEqualTo(run.now().plusSeconds(5));
    }

    private static void assertRefused(RunDriver run, String message) {
        assertThat(run.refuse(lease(run.live("a")))).satisfies(refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
            assertThat(refused.message()).isEqualTo(message);
        });
    }
}
