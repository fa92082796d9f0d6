package com.orchestrator.engine.run;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TimeRange;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.Timer;
import com.orchestrator.engine.history.UndoScope;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How events about the run as a whole change it. */
final class LifecycleFold implements LifecycleEvent.Fold {

    private final Run run;

    LifecycleFold(Run run) {
        this.run = run;
    }

    @Override
    public void started(LifecycleEvent.WorkflowStarted event, Entry entry) {
        run.input = Objects.requireNonNullElse(entry.payload(), Payload.EMPTY_OBJECT);
        run.knownPayloads.inputIs(run.input);
        run.start = event;
        run.labels = event.labels();
        if (event.childRevisions() != null) {
            run.folds.children().revisionsAre(event.childRevisions());
        }
        run.createdAt = entry.at();
        if (event.startAt() != null) {
            run.beginTimer = run.timers().rearm(null, Timer.ofRun(event.startAt(), Timer.Kind.BEGIN));
        }
    }

    @Override
    public void attributesSet(LifecycleEvent.AttributesSet event) {
        run.attributes = event;
    }

    @Override
    public void labelsChanged(LifecycleEvent.LabelsChanged event) {
        run.labels = event.applyTo(run.labels);
    }

    @Override
    public void began(LifecycleEvent.WorkflowBegan event, Entry entry) {
        run.startedAt = entry.at();
        run.beginTimer = run.timers().rearm(run.beginTimer, null);
        if (event.deadline() != null) {
            armDeadline(event.deadline(), entry);
        }
    }

    /** While it was set aside its rows were hidden: all of them are written again. */
    @Override
    public void setAsideResolved() {
        run.metTrouble = true;
        run.liveExecutions().forEach(run.executionRuns::touch);
    }

    @Override
    public void batchApplied(LifecycleEvent.BatchApplied event) {
        run.mailbox().hear(event.batchId());
    }

    @Override
    public void payloadsErased() {
        run.erased = true;
    }

    @Override
    public void completed(Entry entry) {
        run.outputSequence = entry.sequenceNumber();
        run.completed = true;
        run.taskRuns().root().close();
        end(WorkflowState.COMPLETED, entry);
    }

    @Override
    public void ended(LifecycleEvent.WorkflowEnded event, Entry entry) {
        if (run.cause == null) {
            run.cause = event.cause();
        }
        run.endedByRollback = run.phase == Run.Phase.ROLLBACK && !Boolean.TRUE.equals(event.abandoned());
        end(event.state(), entry);
        if (run.isAbandoned()) {
            run.folds.undos().dropEarlier();
        }
    }

    private void end(WorkflowState state, Entry entry) {
        stop(entry);
        run.folds.children().runEnded();
        run.afterRollback().runEnded();
        run.forgetUndoQueue();
        run.phase = Run.Phase.ENDED;
        run.endState = state;
        run.endedAt = entry.at();
        if (run.paused) {
            goOn(entry);
        }
    }

    /** An undo is done, or need not be. An end that only waited for undos of earlier rounds has come now. */
    void undoSettled(UndoRun undo, Entry entry) {
        if (run.phase == Run.Phase.ENDED && run.earlierUndos().isEmpty()) {
            run.endedAt = entry.at();
            run.paused = false;
            run.pausedAt = null;
        }
        deadLettersChanged(undo);
    }

    /** What goes forward waits for a person, too, while the undo of an earlier round does. */
    void deadLettersChanged(UndoRun undo) {
        if (undo.isOfEarlierRound()) {
            holdReady();
        }
    }

    /** Nothing goes forward from here: timers and incidents are gone, and so are tasks without an attempt under way. */
    private void stop(Entry entry) {
        run.incidents.clear();
        run.claims().stopWaiting();
        run.beginTimer = run.timers().rearm(run.beginTimer, null);
        keepDeadline(entry);
        stopWaiting();
        for (TaskRun task : run.tasksSeen()) {
            task.incident = null;
            task.timer = run.timers().rearm(task.timer, null);
            task.undo.timer = run.timers().rearm(task.undo.timer, null);
            run.folds.probes().restart(task);
            if (task.state == TaskRun.State.RUNNING && task.live == null && !task.awaitsChild()) {
                task.become(TaskRun.State.CANCELLED);
            }
        }
    }

    private void armDeadline(Instant dueAt, Entry entry) {
        run.deadlineTimer = run.timers().rearm(run.deadlineTimer, Timer.ofRun(dueAt, Timer.Kind.DEADLINE));
        run.deadlineSince = entry.at();
    }

    /** Time in which a run does not go forward does not count, should it ever go forward again. */
    private void keepDeadline(Entry entry) {
        if (run.deadlineTimer != null) {
            Instant stopped = Objects.requireNonNullElse(run.pausedAt, entry.at());
            run.deadlineLeft = Duration.between(stopped, run.deadlineTimer.dueAt());
            run.deadlineTimer = run.timers().rearm(run.deadlineTimer, null);
        }
    }

    @Override
    public void paused(Entry entry) {
        run.paused = true;
        run.pausedAt = entry.at();
        holdReady();
    }

    @Override
    public void resumed(Entry entry) {
        goOn(entry);
        run.folds.children().resumed();
    }

    /** Deadlines stood still from the pause on, or from when they began to count; plain waits did not. */
    private void goOn(Entry entry) {
        Instant pausedAt = Objects.requireNonNullElse(run.pausedAt, entry.at());
        run.paused = false;
        run.pausedAt = null;
        run.deadlineTimer = later(run.deadlineTimer, rest(pausedAt, run.deadlineSince, entry));
        for (ExecutionRun execution : run.liveExecutions()) {
            Duration rest = rest(pausedAt, execution.availableAt, entry);
            execution.scheduleTimer = later(execution.scheduleTimer, rest);
        }
        for (TaskRun task : run.tasksSeen()) {
            standStill(task, pausedAt, entry);
        }
        holdReady();
    }

    private void standStill(TaskRun task, Instant pausedAt, Entry entry) {
        if (task.firstReadyAt != null) {
            Duration rest = rest(pausedAt, task.firstReadyAt, entry);
            task.firstReadyAt = TimeRange.later(task.firstReadyAt, rest);
            if (task.timer != null && task.timer.kind() == Timer.Kind.TOTAL_TIMEOUT) {
                task.timer = later(task.timer, rest);
            }
        }
        task.undos().forEach(undo -> standStill(undo, pausedAt, entry));
        ProbeRun probe = task.probe;
        if (probe.firstReadyAt != null) {
            Duration rest = rest(pausedAt, probe.firstReadyAt, entry);
            probe.firstReadyAt = TimeRange.later(probe.firstReadyAt, rest);
            probe.timer = later(probe.timer, rest);
        }
    }

    private void standStill(UndoRun undo, Instant pausedAt, Entry entry) {
        if (undo.firstReadyAt != null) {
            Duration rest = rest(pausedAt, undo.firstReadyAt, entry);
            undo.firstReadyAt = TimeRange.later(undo.firstReadyAt, rest);
            undo.timer = later(undo.timer, rest);
        }
    }

    /** How much of the pause that ends now fell into a time that counts from a moment on. */
    private static Duration rest(Instant pausedAt, Instant since, Entry resumed) {
        Instant from = since.isAfter(pausedAt) ? since : pausedAt;
        return from.isBefore(resumed.at()) ? Duration.between(from, resumed.at()) : Duration.ZERO;
    }

    private @Nullable Timer later(@Nullable Timer timer, Duration by) {
        return timer == null ? null : run.timers().rearm(timer, timer.later(by));
    }

    /** Marks what is ready as leasable or not, in rows as well. */
    void holdReady() {
        for (ExecutionRun execution : run.liveExecutions()) {
            boolean held = RunState.holdsBack(run, execution.kind);
            if (execution.state == ExecutionState.READY && execution.held != held) {
                execution.held = held;
                run.executionRuns.touch(execution);
            }
        }
    }

    /** One that takes the place of another, which goes less far, finds everything stopped. */
    @Override
    public void rollbackStarted(LifecycleEvent.RollbackStarted event, Entry entry) {
        boolean isStopped = run.phase == Run.Phase.ROLLBACK || run.phase == Run.Phase.STUCK;
        takeBackEnd();
        if (run.cause == null) {
            run.cause = event.cause();
        }
        run.phase = Run.Phase.ROLLBACK;
        run.endState = null;
        run.endedAt = null;
        run.rolledBack = true;
        run.rollbackCause = event.cause();
        run.rollbackTarget = event.target();
        run.rollbackThen = event.then();
        run.outputSequence = null;
        run.forgetUndoQueue();
        if (event.onFailureOf() != null && event.round() != null) {
            NodeKey failed = NodeKey.parse(event.onFailureOf());
            run.mentioned(failed.taskId(), failed.iteration()).failureRounds = event.round();
        }
        if (!isStopped) {
            stop(entry);
        }
    }

    @Override
    public void deadlinePassed() {
        run.deadlineTimer = run.timers().rearm(run.deadlineTimer, null);
    }

    private void stopWaiting() {
        for (TaskRun task : run.waitingTasks()) {
            task.timer = run.timers().rearm(task.timer, null);
            task.become(TaskRun.State.CANCELLED);
            run.waitingTasks.remove(task);
        }
    }

    @Override
    public void rollbackStuck() {
        run.phase = Run.Phase.STUCK;
    }

    @Override
    public void rollbackResumed() {
        takeBackEnd();
        run.phase = Run.Phase.ROLLBACK;
        run.endState = null;
        run.endedAt = null;
    }

    @Override
    public void finallyBegan(LifecycleEvent.FinallyBegan event) {
        run.afterRollback().begun(event);
    }

    @Override
    public void reopened(Entry entry) {
        takeBackEnd();
        forgetHandling(run.cause);
        goForward(entry);
        restart(run.taskRuns().root(), true);
    }

    /** Of the task that the run has failed of: should it fail again, it is handled again; what was done then is done. */
    private void forgetHandling(@Nullable Cause cause) {
        if (cause == null || cause.taskId() == null) {
            return;
        }
        Handling handling = run.plan().index().handlings().get(cause.taskId());
        TaskRun task = handling == null
                ? null
                : run.taskRuns().ifSeen(new NodeKey(handling.head().id(), cause.iteration()));
        if (task != null && task.state == TaskRun.State.FAILED) {
            task.choice = -1;
            task.error = null;
            task.become(TaskRun.State.PENDING);
        }
    }

    @Override
    public void forwardResumed(LifecycleEvent.ForwardResumed event, Entry entry) {
        UndoScope scope = UndoScope.of(run.plan(), event.target());
        goForward(entry);
        List<TaskRun> holders = holders(event.target(), scope);
        List<TaskRun> undone = new ArrayList<>(run.tasksSeen());
        undone.removeIf(task -> !scope.contains(task.key));
        Collections.reverse(undone);
        undone.forEach(TaskFold::startOver);
        holders.forEach(owner -> owner.become(TaskRun.State.RUNNING));
        restart(run.taskRuns().root(), false);
    }

    /** The blocks that are not undone but hold something that is: they are no longer done. */
    private List<TaskRun> holders(UndoTarget target, UndoScope scope) {
        if (target.toSavepoint() != null) {
            return UndoScope.reopened(run.plan(), target).stream()
                    .map(run::task)
                    .toList();
        }
        List<TaskRun> holders = new ArrayList<>();
        for (TaskRun task : run.tasksSeen()) {
            if (isTarget(task, target) && scope.contains(task.key) && task.state != TaskRun.State.PENDING) {
                for (TaskRun owner = task.block.owner(); owner != null; owner = owner.block.owner()) {
                    holders.add(owner);
                }
            }
        }
        holders.removeIf(owner -> scope.contains(owner.key));
        return holders;
    }

    private static boolean isTarget(TaskRun task, UndoTarget target) {
        NodeKey from = target.task();
        return from != null && task.key.taskId().equals(from.taskId());
    }

    private void takeBackEnd() {
        if (run.state().isTerminal()) {
            run.claims().endIsTakenBack();
        }
    }

    private void goForward(Entry entry) {
        run.phase = Run.Phase.FORWARD;
        run.endState = null;
        run.endedAt = null;
        run.cause = null;
        run.rollbackCause = null;
        run.rollbackTarget = UndoTarget.EVERYTHING;
        run.forgetUndoQueue();
        if (run.deadlineLeft != null && !run.deadlineLeft.isNegative() && !run.deadlineLeft.isZero()) {
            armDeadline(TimeRange.later(entry.at(), run.deadlineLeft), entry);
        }
        run.deadlineLeft = null;
    }

    /**
     * What was cancelled in a block that is under way: a block is under way again, a leaf starts anew.
     *
     * @param keepsChildren whether a child that was cut off is to go on; one that was stopped by a rollback makes room for another
     */
    private void restart(BlockRun block, boolean keepsChildren) {
        for (Node node : block.block().nodes()) {
            TaskRun task = run.taskRuns().ifSeen(block.key(node));
            if (task != null && task.state == TaskRun.State.CANCELLED) {
                TaskFold.restart(task);
                if (!keepsChildren) {
                    TaskFold.leaveChild(task);
                }
            }
            if (task != null && task.state == TaskRun.State.RUNNING) {
                run.taskRuns().begunInside(task).forEach(inner -> restart(inner, keepsChildren));
            }
        }
    }
}
