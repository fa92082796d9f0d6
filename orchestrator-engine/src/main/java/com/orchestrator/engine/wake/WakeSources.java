package com.orchestrator.engine.wake;

import com.orchestrator.api.model.TimeRange;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.run.ChildRun;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether something durable will move a run that has not ended: a row that a worker or a chore finds, a time at which it
 * wakes up, a message it waits for, or a person. A run in memory says what there has to be.
 *
 * @param lost attempts whose row is missing
 * @param wakesTooLate the run has something to do by itself before anybody looks
 * @param isIdle nothing is under way, and nobody is asked for anything
 */
public record WakeSources(List<ExecutionRun> lost, boolean wakesTooLate, boolean isIdle) {

    /** The database keeps less of a moment than an event. */
    private static final Duration ROUNDING = Duration.ofMillis(1);

    public WakeSources {
        lost = List.copyOf(lost);
    }

    public static WakeSources of(Run run, StoredWakeSources stored) {
        List<ExecutionRun> lost = run.liveExecutions().stream()
                .filter(execution -> execution.needsRow() && !stored.rows().contains(execution.executionId()))
                .toList();
        boolean isUnwatched = run.timers().nextLease() != null && !stored.isWatched();
        return new WakeSources(lost, isUnwatched || isLater(stored.wakeAt(), run.timerDueAt()), isIdle(run));
    }

    private static boolean isLater(@Nullable Instant stored, @Nullable Instant needed) {
        return needed != null && (stored == null || stored.isAfter(TimeRange.later(needed, ROUNDING)));
    }

    private static boolean isIdle(Run run) {
        boolean goesByItself = run.state() == WorkflowState.RUNNING || run.state() == WorkflowState.COMPENSATING;
        return goesByItself
                && run.liveExecutions().isEmpty()
                && run.waitingTasks().isEmpty()
                && run.claims().waiting().isEmpty()
                && run.childTasks().stream().noneMatch(WakeSources::awaitsChild)
                && run.timerDueAt() == null;
    }

    /** The child tells its end, or that it is undone, and a sweep finds what it has told. */
    public static boolean awaitsChild(TaskRun task) {
        ChildRun child = task.child();
        return child != null && (!child.over() || task.undo().state() == UndoRun.State.RUNNING);
    }

    public boolean areComplete() {
        return lost.isEmpty() && !wakesTooLate && !isIdle;
    }
}
