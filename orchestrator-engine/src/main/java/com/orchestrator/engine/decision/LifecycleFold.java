package com.orchestrator.engine.decision;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How events about the run as a whole change it. */
final class LifecycleFold {

    private final Run run;

    LifecycleFold(Run run) {
        this.run = run;
    }

    void started(RunEvent.WorkflowStarted event, Entry entry) {
        run.runId = event.runId();
        run.priority = event.priority();
        run.labels = event.labels();
        run.input = Objects.requireNonNullElse(entry.payload(), Payload.EMPTY_OBJECT);
        run.createdAt = entry.at();
        if (event.startAt() != null) {
            run.beginTimer = run.rearm(null, Timer.ofRun(event.startAt(), Timer.Kind.BEGIN));
        }
    }

    void began(RunEvent.WorkflowBegan event, Entry entry) {
        run.startedAt = entry.at();
        run.beginTimer = run.rearm(run.beginTimer, null);
        if (event.deadline() != null) {
            run.deadlineTimer = run.rearm(null, Timer.ofRun(event.deadline(), Timer.Kind.DEADLINE));
        }
    }

    void completed(Entry entry) {
        run.outputSequence = entry.sequenceNumber();
        end(WorkflowState.COMPLETED, entry);
    }

    void ended(RunEvent.WorkflowEnded event, Entry entry) {
        if (run.cause == null) {
            run.cause = event.cause();
        }
        end(event.state(), entry);
    }

    private void end(WorkflowState state, Entry entry) {
        run.endedByRollback = run.phase == Run.Phase.ROLLBACK && state != WorkflowState.TERMINATED;
        run.phase = Run.Phase.ENDED;
        run.endState = state;
        run.endedAt = entry.at();
        run.paused = false;
        run.incidents = 0;
        dropTimers();
    }

    private void dropTimers() {
        run.beginTimer = run.rearm(run.beginTimer, null);
        run.deadlineTimer = run.rearm(run.deadlineTimer, null);
        stopWaiting();
    }

    void paused(Entry entry) {
        run.paused = true;
        run.pausedAt = entry.at();
        holdReady(true);
    }

    /** Deadlines stood still while the run was paused; plain waits did not. */
    void resumed(Entry entry) {
        Duration rest = Duration.between(Objects.requireNonNullElse(run.pausedAt, entry.at()), entry.at());
        run.paused = false;
        run.pausedAt = null;
        run.deadlineTimer = later(run.deadlineTimer, rest);
        for (ExecutionRun execution : run.liveExecutions()) {
            execution.scheduleTimer = later(execution.scheduleTimer, rest);
        }
        for (TaskRun task : run.tasksSeen()) {
            if (task.timer != null && task.timer.kind() == Timer.Kind.TOTAL_TIMEOUT) {
                task.timer = later(task.timer, rest);
            }
        }
        holdReady(run.isHeld());
    }

    private @Nullable Timer later(@Nullable Timer timer, Duration by) {
        if (timer == null) {
            return null;
        }
        return run.rearm(timer, new Timer(timer.dueAt().plus(by), timer.kind(), timer.key()));
    }

    /** Marks what is ready as leasable or not, in rows as well. */
    void holdReady(boolean held) {
        for (ExecutionRun execution : run.liveExecutions()) {
            if (execution.state == ExecutionState.READY && execution.held != held) {
                execution.held = held;
                run.touch(execution);
            }
        }
    }

    void rollbackStarted(RunEvent.RollbackStarted event) {
        if (run.cause == null) {
            run.cause = event.cause();
        }
        run.phase = Run.Phase.ROLLBACK;
        run.endState = null;
        run.endedAt = null;
        run.rolledBack = true;
        run.rollbackFrom = event.fromTaskId();
        run.rollbackThen = event.then();
        run.incidents = 0;
        dropTimers();
        for (TaskRun task : run.tasksSeen()) {
            task.incident = null;
            task.timer = run.rearm(task.timer, null);
            if (task.state == TaskRun.State.RUNNING && task.live == null) {
                task.state = TaskRun.State.CANCELLED;
            }
        }
    }

    private void stopWaiting() {
        for (TaskRun task : run.waitingTasks()) {
            task.timer = run.rearm(task.timer, null);
            task.state = TaskRun.State.CANCELLED;
            run.removeWaiting(task);
        }
    }

    void rollbackStuck() {
        run.phase = Run.Phase.STUCK;
    }

    void rollbackResumed() {
        run.phase = Run.Phase.ROLLBACK;
        run.endState = null;
        run.endedAt = null;
    }

    void reopened() {
        goForward();
        for (TaskRun task : run.tasksSeen()) {
            restartIfCancelled(task);
        }
    }

    void forwardResumed(RunEvent.ForwardResumed event) {
        UndoScope scope = UndoScope.from(run.plan(), event.fromTaskId());
        goForward();
        for (TaskRun task : run.tasksSeen()) {
            if (scope.contains(task.node)) {
                task.startOver();
            } else {
                restartIfCancelled(task);
            }
        }
        reopenAround(run.plan().node(event.fromTaskId()));
    }

    /** The blocks around an undone task are no longer done. */
    private void reopenAround(Node node) {
        Block block = run.plan().index().parents().get(node.id());
        Node owner = block == null ? null : run.plan().index().owners().get(block.id());
        if (owner != null) {
            run.task(owner).state = TaskRun.State.RUNNING;
            reopenAround(owner);
        }
    }

    private void goForward() {
        run.phase = Run.Phase.FORWARD;
        run.endState = null;
        run.endedAt = null;
        run.cause = null;
        run.rollbackFrom = null;
    }

    /** A block that was under way is so again; a leaf starts anew. */
    private static void restartIfCancelled(TaskRun task) {
        if (task.state == TaskRun.State.CANCELLED) {
            task.state = task.node.blocks().isEmpty() ? TaskRun.State.PENDING : TaskRun.State.RUNNING;
        }
    }
}
