package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operator revives what has given up: a task with an incident, the failed task of a run in which nothing was undone, or
 * an undo among the dead letters. Counters start again; the input may be edited.
 */
public record RetryTask(
        NodeKey key, @Nullable Payload input, @Nullable String reason) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        if (!run.knows(key)) {
            return Refusals.unknownTask(run, key);
        }
        TaskRun task = run.task(key);
        Optional<UndoRun> deadLetter = ByHand.deadLetter(run, task);
        if (deadLetter.isPresent()) {
            return retryUndo(change, deadLetter.get());
        }
        if (run.goesForward(task.block()) && task.incident() != null) {
            return retryForward(change, task);
        }
        if (run.state() == WorkflowState.FAILED && task.state() == TaskRun.State.FAILED) {
            return reopen(change, task);
        }
        return isRolledBack(run) ? Refusals.afterRollback(run) : Refusals.revival("retry", run, task, "FAILED");
    }

    private static boolean isRolledBack(Run run) {
        return run.phase() == Run.Phase.ROLLBACK || run.phase() == Run.Phase.STUCK || run.endedByRollback();
    }

    private Verdict retryUndo(RunChange change, UndoRun undo) {
        change.emit(new UndoEvent.UndoRetriedByHand(key.taskId(), key.iteration(), reason, undo.earlierRound()), input);
        ByHand.resumeRollback(change);
        Forward.wayBack(change).again(undo);
        return Verdict.ACCEPTED;
    }

    private Verdict retryForward(RunChange change, TaskRun task) {
        ByHand.tryAgain(change, task, input, reason);
        return Verdict.ACCEPTED;
    }

    private Verdict reopen(RunChange change, TaskRun task) {
        if (!ByHand.isCauseOfFailure(change.run(), task)) {
            return Refusals.notTheCause("retry", change.run(), task);
        }
        if (!task.hasInput() && task.child() == null) {
            return Refusals.neverAttempted(task);
        }
        change.emit(new LifecycleEvent.WorkflowReopened(reason));
        retryForward(change, task);
        new Forward(change).resume();
        return Verdict.ACCEPTED;
    }
}
