package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.decision.attempt.UndoRecords;
import com.orchestrator.engine.decision.children.Children;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.decision.forward.Unwanted;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operators' interventions have in common. */
final class ByHand {

    /** Where a task stands of which a person may still decide how it ends. */
    static final String UNDECIDED = "RUNNING, WAITING or FAILED";

    private ByHand() {}

    /** Whether a person may still decide how the task ends. */
    static boolean isUndecided(Run run, TaskRun task) {
        return isCauseOfFailure(run, task) || run.stillWants(task);
    }

    /**
     * Whether the run has failed of this task, so that reviving it lets the run go on. Reviving another failed task would
     * leave the run without anything to do and without an end. A child has told its parent, which has acted upon it.
     */
    static boolean isCauseOfFailure(Run run, TaskRun task) {
        Cause cause = run.cause();
        return run.parent() == null
                && run.state() == WorkflowState.FAILED
                && task.state() == TaskRun.State.FAILED
                && cause != null
                && NodeKey.isOf(cause, task.key());
    }

    /**
     * The task's undo that waits for a person, of the oldest round first. A run that has ended waits for nobody, but with what
     * earlier rounds have left it has not ended.
     */
    static Optional<UndoRun> deadLetter(Run run, TaskRun task) {
        boolean rollsBack = run.phase() == Run.Phase.ROLLBACK || run.phase() == Run.Phase.STUCK;
        return task.deadLetter().filter(undo -> rollsBack || undo.isOfEarlierRound());
    }

    /** Takes the task out of its worker's hands, and the run out of its failure. */
    static void takeOver(RunChange change, TaskRun task) {
        if (change.run().state() == WorkflowState.FAILED) {
            change.emit(new LifecycleEvent.WorkflowReopened(null));
        }
        ExecutionRun live = task.live();
        if (live != null) {
            new Attempts(change).cancel(live);
        }
        new Children(change).drop(task);
        new Unwanted(change).dropInside(task);
    }

    /** Whether the run is going back to a save-point or a task, to try again from there. */
    static boolean turnsBack(Run run) {
        return run.phase() == Run.Phase.ROLLBACK && run.rollbackThen() == CompensateRequest.Then.RETRY;
    }

    /**
     * A rollback that a person asks for is not held back by a pause: the run goes on, in the direction it now has. Children that
     * were to start meanwhile are told only now, when those among them that the rollback stops are gone already.
     */
    static void endPause(RunChange change, @Nullable String reason) {
        if (change.run().isPaused()) {
            new Children(change).startHeld();
            change.emit(new LifecycleEvent.WorkflowResumed(reason));
        }
    }

    /** Tries a task again: with its input, from its beginning, or from where the run that it has started failed. */
    static void tryAgain(RunChange change, TaskRun task, @Nullable Payload input, @Nullable String reason) {
        if (task.child() != null && task.child().mayGoOn()) {
            new Children(change).retry(task, input, reason);
            return;
        }
        NodeKey key = task.key();
        change.emit(new TaskEvent.TaskRetriedByHand(key.taskId(), key.iteration(), reason), input);
        new Forward(change).again(task);
    }

    /** Records how a task that was taken over may have to be undone. */
    static void recordDoubt(RunChange change, TaskRun task) {
        if (task.executions() > 0) {
            new UndoRecords(change).recordIfInDoubt(task, null);
        }
    }

    /** A stuck rollback goes on once a person has dealt with a dead letter. */
    static void resumeRollback(RunChange change) {
        if (change.run().phase() == Run.Phase.STUCK) {
            change.emit(new LifecycleEvent.RollbackResumed());
        }
    }
}
