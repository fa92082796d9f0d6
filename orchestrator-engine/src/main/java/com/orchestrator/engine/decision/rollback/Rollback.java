package com.orchestrator.engine.decision.rollback;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.Endings;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.decision.attempt.Probes;
import com.orchestrator.engine.decision.attempt.UndoRecords;
import com.orchestrator.engine.decision.children.Children;
import com.orchestrator.engine.decision.children.ParentReport;
import com.orchestrator.engine.history.Iteration;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.history.UndoScope;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.plan.Finally;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnFailure;
import com.orchestrator.engine.plan.SagaPlan;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.run.AfterRollback;
import com.orchestrator.engine.run.BlockRun;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunState;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoQueue;
import com.orchestrator.engine.run.UndoRun;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rolls a run back: stops what is in flight, undoes what may have happened, in the order the definition asks for, and ends
 * the run when nothing is left. The decision to roll back is an event before the first undo is.
 */
public final class Rollback {

    private final RunChange change;
    private final Run run;
    private final WayOn wayOn;

    /** How a run goes on behind its rollback. */
    public interface WayOn {

        /** It has gone back as far as it should, and goes forward again. */
        void resume();

        /** It does what comes after the rollback. */
        void startBlock(BlockRun block);
    }

    public Rollback(RunChange change, WayOn wayOn) {
        this.change = change;
        this.wayOn = wayOn;
        this.run = change.run();
    }

    /**
     * The run cannot go forward: rolls everything back if the definition wants that for this kind of cause, and if no pivot
     * stands in the way.
     */
    public void begin(Cause cause) {
        if (run.plan().saga().compensateOn().contains(cause.kind()) && !Pivots.isPassed(run)) {
            everything(cause);
        } else {
            endWithoutUndo(Endings.stateOf(cause), cause);
        }
    }

    /** Undoes all there is, and ends the run. */
    public void everything(Cause cause) {
        begin(cause, UndoTarget.EVERYTHING, CompensateRequest.Then.STOP);
    }

    /** The parent wants everything undone, and hears of it when a pivot stands in the way. */
    public void forParent(Cause cause) {
        if (Pivots.isPassed(run)) {
            ParentReport.refuse(change);
        } else {
            everything(cause);
        }
    }

    /** A person wants it, and has forced the crossing of pivots if there are any. */
    public void begin(Cause cause, UndoTarget target, CompensateRequest.Then then) {
        begin(LifecycleEvent.RollbackStarted.of(cause, target, then, Pivots.crossed(run, target)));
    }

    /**
     * Goes back to a save-point, as a failed node wishes.
     *
     * @param wish null when it has none
     * @return false when it says nothing (any more), or would undo something after a pivot
     */
    public boolean onFailure(TaskRun failed, @Nullable OnFailure wish, Cause cause) {
        if (wish == null || Pivots.isPassed(run) || isUsedUp(failed, wish)) {
            return false;
        }
        boolean isLast = wish.rounds() == 0;
        begin(new LifecycleEvent.RollbackStarted(
                cause,
                null,
                isLast ? CompensateRequest.Then.STOP : CompensateRequest.Then.RETRY,
                savepointOf(failed, wish),
                failed.key().toString(),
                isLast ? null : Integer.valueOf(failed.failureRounds() + 1),
                isLast ? null : Integer.valueOf(wish.rounds()),
                null));
        return true;
    }

    /** In a loop, that of the same turn. */
    private String savepointOf(TaskRun failed, OnFailure wish) {
        Node behind = Objects.requireNonNull(run.plan().savepoint(wish.rollbackTo()));
        int depth = run.plan().repeatedAround(behind.id()).size();
        return new NodeKey(wish.rollbackTo(), Iteration.prefix(failed.key().iteration(), depth)).toString();
    }

    /** A round that fails in the instant in which it began, untried by any worker, would fail again in the same way. */
    private boolean isUsedUp(TaskRun failed, OnFailure wish) {
        boolean isBegunNow = change.entries().stream()
                .anyMatch(entry -> entry.event() instanceof LifecycleEvent.RollbackStarted started
                        && failed.key().toString().equals(started.onFailureOf()));
        return isBegunNow || (wish.rounds() > 0 && failed.failureRounds() >= wish.rounds());
    }

    private void begin(LifecycleEvent.RollbackStarted decision) {
        boolean goesForward = run.phase() == Run.Phase.FORWARD;
        change.emit(decision);
        if (goesForward) {
            Attempts attempts = new Attempts(change);
            forwardExecutions().forEach(attempts::stop);
        }
        new Children(change).stop();
        advance();
    }

    /** All but the undos of earlier rounds, which go on whatever becomes of the run. */
    public List<ExecutionRun> forwardExecutions() {
        return run.liveExecutions().stream()
                .filter(execution -> !execution.undoesEarlierRound())
                .toList();
    }

    /**
     * Ends at once; what workers still hold is cancelled, and what they report is kept as late. Only a person, by a cancel or
     * a termination, leaves what earlier rounds have to undo.
     */
    public void endWithoutUndo(WorkflowState state, Cause cause) {
        boolean leavesAll = state != WorkflowState.FAILED;
        (leavesAll ? run.liveExecutions() : forwardExecutions()).forEach(this::takeAway);
        new Children(change).leaveWithoutUndo(cause);
        change.emit(new LifecycleEvent.WorkflowEnded(state, cause, true));
        startEarlier();
        ParentReport.tell(change, null);
    }

    /** A person may yet want the run undone that has ended; what its workers were doing then is in doubt. */
    public void takeAway(ExecutionRun execution) {
        new Attempts(change).cancel(execution);
        if (execution.kind() == ExecutionKind.ACTION) {
            new UndoRecords(change).recordIfInDoubt(execution.task(), null);
        }
    }

    /** Starts a dead letter's undo that a person asked for, also while other dead letters stop the rollback. */
    public void again(UndoRun undo) {
        if (hasRoom() && undo.isOfEarlierRound()) {
            undo(undo);
        } else if (hasRoom() && run.undoQueue().isReady(undo.task())) {
            start(undo.task());
        }
        advance();
    }

    /** One more undo has become necessary: undos that are ready, but that nobody has begun, wait for it like all others. */
    public void goOnAfterReopening() {
        if (run.phase() == Run.Phase.STUCK || run.endedByRollback()) {
            change.emit(new LifecycleEvent.RollbackResumed());
        }
        if (run.phase() == Run.Phase.ROLLBACK) {
            putBackWhatMustWait();
        }
        advance();
    }

    private void putBackWhatMustWait() {
        for (ExecutionRun execution : run.liveExecutions()) {
            if (isReadyUndo(execution) && !run.undoQueue().isStillNext(execution.task())) {
                new Attempts(change).cancel(execution);
            }
        }
    }

    private static boolean isReadyUndo(ExecutionRun execution) {
        return execution.kind() == ExecutionKind.COMPENSATION
                && execution.state() == ExecutionState.READY
                && !execution.undoesEarlierRound()
                && !execution.undo().wasTried();
    }

    /**
     * A loser of a join has happened after all, or work of a block that failed. Nobody wants its effect, whether the run goes
     * on, has ended or goes back to a place that leaves the task as it is. A rollback that reaches the task undoes it in its
     * turn. A child is told to stop and undoes itself.
     */
    public void undoIfUnwanted(TaskRun task) {
        if (task.isWork()
                && task.isUnwanted()
                && TaskSpec.hasUndo(task.node())
                && !task.undo().isUnderWay()
                && !isReached(task)) {
            NodeKey key = task.key();
            change.emit(new UndoEvent.EffectUnwanted(key.taskId(), key.iteration()));
            advance();
        }
    }

    private boolean isReached(TaskRun task) {
        boolean goesBack = run.phase() == Run.Phase.ROLLBACK || run.phase() == Run.Phase.STUCK;
        return goesBack && UndoScope.of(run.plan(), run.rollbackTarget()).contains(task.key());
    }

    /** Starts the undos that may start, and closes the rollback when none is left. To be called after every outcome. */
    public void advance() {
        startEarlier();
        if (run.phase() != Run.Phase.ROLLBACK) {
            return;
        }
        startReady();
        if (isAtRest()) {
            close();
        }
    }

    /** What earlier rounds have left: at once, as far as there is room, and in whatever direction the run goes. */
    private void startEarlier() {
        UndoRun next = run.earlierUndos().next();
        while (next != null && mayStart()) {
            undo(next);
            next = run.earlierUndos().next();
        }
    }

    private void startReady() {
        TaskRun next = run.undoQueue().next();
        while (next != null && mayStart()) {
            start(next);
            next = run.undoQueue().next();
        }
    }

    private boolean mayStart() {
        boolean stopped =
                RunState.deadUndos(run) > 0 && run.plan().saga().onUndoFailure() == SagaPlan.OnUndoFailure.SUSPEND;
        return !stopped && hasRoom();
    }

    private boolean hasRoom() {
        long probes = run.liveExecutions().stream()
                .filter(execution -> execution.kind() == ExecutionKind.PROBE && run.phase() != Run.Phase.FORWARD)
                .count();
        return run.undosInFlight() + probes < run.plan().saga().parallelismMax();
    }

    private void start(TaskRun task) {
        if (task.child() != null) {
            new Children(change).undo(task);
        } else if (!TaskSpec.hasUndo(task.node())) {
            change.emit(
                    new UndoEvent.UndoImpossible(task.key().taskId(), task.key().iteration()));
        } else if (run.undoQueue().needsProbe(task)) {
            new Probes(change).ask(task, Duration.ZERO);
        } else {
            undo(task.undo());
        }
    }

    private void undo(UndoRun undo) {
        if (undo.inputSequence() == 0) {
            TaskError error = undo.error();
            giveUp(
                    undo,
                    error != null
                            ? error
                            : new TaskError(FailureKind.FATAL, "NO_UNDO_INPUT", "No input recorded", null));
            return;
        }
        new Attempts(change).undo(undo, Duration.ZERO);
    }

    /** An undo is beyond retrying: dead letter. */
    public void giveUp(UndoRun undo, TaskError error) {
        NodeKey key = undo.task().key();
        change.emit(new UndoEvent.UndoGaveUp(key.taskId(), key.iteration(), error, undo.earlierRound()));
    }

    private boolean isAtRest() {
        UndoQueue queue = run.undoQueue();
        return run.undosInFlight() == 0 && !queue.forwardInFlight() && (RunState.deadUndos(run) > 0 || queue.isEmpty());
    }

    /** What is done after a rollback keeps it from closing until it is done. */
    private void close() {
        AfterRollback after = run.afterRollback();
        if (RunState.deadUndos(run) > 0) {
            change.emit(new LifecycleEvent.RollbackStuck());
            ParentReport.tell(change, null);
            if (after.isDue(Finally.UNDO_FAILED)) {
                follow(Finally.UNDO_FAILED, causeOfHalt());
            }
        } else if (!after.underWay().isEmpty()) {
            return;
        } else if (run.rollbackThen() == CompensateRequest.Then.RETRY) {
            UndoTarget target = run.rollbackTarget();
            change.emit(new LifecycleEvent.ForwardResumed(target.fromTaskId(), target.toSavepoint()));
            wayOn.resume();
        } else if (after.isDue(Finally.ROLLED_BACK)) {
            follow(Finally.ROLLED_BACK, Objects.requireNonNull(run.cause()));
        } else {
            end(Objects.requireNonNull(run.cause()));
        }
    }

    private void follow(Finally what, Cause cause) {
        change.emit(new LifecycleEvent.FinallyBegan(what, cause));
        wayOn.startBlock(run.afterRollback().of(what));
    }

    /** Of the undos that gave up, the first. */
    private Cause causeOfHalt() {
        UndoRun undo = run.tasksSeen().stream()
                .flatMap(task -> task.deadLetter().stream())
                .findFirst()
                .orElseThrow();
        TaskError error = Objects.requireNonNull(undo.error());
        NodeKey key = undo.task().key();
        return new Cause(Cause.Kind.FAILED, error.code(), error.message(), key.taskId(), null, key.iteration());
    }

    private void end(Cause cause) {
        forwardExecutions().forEach(this::takeAway);
        new Children(change).leave();
        change.emit(new LifecycleEvent.WorkflowEnded(
                anythingUndone() || run.hasCompleted() ? WorkflowState.COMPENSATED : Endings.stateOf(cause),
                cause,
                null));
        ParentReport.tell(change, null);
    }

    private boolean anythingUndone() {
        return run.allExecutions().stream().anyMatch(execution -> execution.kind() == ExecutionKind.COMPENSATION)
                || run.tasksSeen().stream().anyMatch(task -> task.undo().state() == UndoRun.State.SETTLED);
    }
}
