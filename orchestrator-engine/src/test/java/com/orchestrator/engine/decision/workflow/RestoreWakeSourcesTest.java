package com.orchestrator.engine.decision.workflow;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.child;
import static com.orchestrator.engine.decision.PlanBuilder.signal;
import static com.orchestrator.engine.decision.PlanBuilder.sleep;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static com.orchestrator.engine.decision.RunDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.PlanBuilder;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.task.KeepLease;
import com.orchestrator.engine.history.AttemptEvent.WakeSourceRestored;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.wake.StoredWakeSources;
import com.orchestrator.engine.wake.WakeSources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is lost is written again; what is there is left alone. */
class RestoreWakeSourcesTest {

    private static List<RunEvent> restore(RunDriver run, Set<UUID> rows, @Nullable Instant wakeAt) {
        run.run().liveExecutions().forEach(execution -> execution.rowIs(execution.needsRow()));
        return restore(run, rows, wakeAt, true);
    }

    private static List<RunEvent> restore(RunDriver run, Set<UUID> rows, @Nullable Instant wakeAt, boolean isWatched) {
        return run.accept(new RestoreWakeSources(new StoredWakeSources(rows, wakeAt, isWatched)));
    }

    private static RunDriver start(PlanBuilder plan) {
        return RunDriver.start(plan);
    }

    @Test
    void lostRow_isMadeAnew() {
        RunDriver run = start(workflow(all("p").branch(task("a")).branch(task("b"))));
        ExecutionRun a = run.live("a");

        List<RunEvent> events = restore(run, Set.of(run.live("b").executionId()), null);

        assertThat(events).containsExactly(new WakeSourceRestored("a", null, a.executionId()));
        assertThat(a.needsRow()).isTrue();
        assertThat(a.hasRow()).isFalse();
        assertThat(run.live("b").hasRow()).isTrue();
    }

    @Test
    void rowOfALeaseThatWasExtended_comesWithAnExpiry() {
        RunDriver run = start(workflow(task("a")));
        RunDriver.Lease lease = run.lease("a");
        run.accept(new KeepLease(lease.executionId(), lease.workerId(), lease.token()));

        restore(run, Set.of(), null);

        assertThat(run.live("a").keptJustNow()).isTrue();
        assertThat(run.live("a").leaseExpiresAt()).isNotNull();
    }

    @Test
    void leaseWithoutARow_needsAWatch() {
        RunDriver run = start(workflow(task("a")));
        run.lease("a");

        assertThat(restore(run, Set.of(), null, true)).isEmpty();
        assertThat(restore(run, Set.of(), null, false)).containsExactly(new WakeSourceRestored(null, null, null));
    }

    @Test
    void waitForATime_needsTheWakeUp() {
        RunDriver run = start(workflow(sleep("w", "PT1H")));
        Instant over = START.plusSeconds(3600);

        assertThat(restore(run, Set.of(), over)).isEmpty();
        assertThat(restore(run, Set.of(), START))
                .as("too early is early enough")
                .isEmpty();
        assertThat(restore(run, Set.of(), over.plusSeconds(1)))
                .containsExactly(new WakeSourceRestored(null, null, null));
        assertThat(restore(run, Set.of(), null)).containsExactly(new WakeSourceRestored(null, null, null));
    }

    @Test
    void waitForAMessage_needsNothing() {
        assertThat(restore(start(workflow(signal("s", "paid"))), Set.of(), null))
                .isEmpty();
    }

    @Test
    void waitForTheUndoOfAChildThatHasCompleted_needsNothing() {
        RunDriver run = new RunDriver(workflow(child("sub", "below")).build(), 1);
        run.accept(new StartWorkflow(
                "run-1", Payload.EMPTY_OBJECT, Map.of(), Priority.DEFAULT, null, null, Map.of("sub", 1), null, null));
        UUID below = run.task("sub").child().instanceId();
        RunMessage.Report done =
                new RunMessage.Report("sub", null, WorkflowState.COMPLETED, null, false, null, null, null);
        run.accept(new HearFromChild(below, done, null));
        run.accept(new UndoForParent(new Cause(Cause.Kind.CANCELLED, "PARENT_CLOSED", null, null, null)));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(WakeSources.of(run.run(), new StoredWakeSources(Set.of(), null, true))
                        .areComplete())
                .isTrue();
    }
}
