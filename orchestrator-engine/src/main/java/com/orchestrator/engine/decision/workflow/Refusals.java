package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.TaskState;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.rollback.CompensationPlan;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.ParentRef;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.util.List;

/** The sentence shapes in which operations on a run are refused. */
final class Refusals {

    private Refusals() {}

    /** @param expected the state, or states, in which it is possible; never the one the run is in */
    static Verdict state(String verb, Run run, String expected) {
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE, sentence(verb + " instance " + run.instanceId(), run, expected));
    }

    /** For a cancel that wants nothing undone: a rollback that has begun is stopped by a termination alone. */
    static Verdict cancelWithoutUndo(Run run) {
        boolean rollsBack = run.phase() == Run.Phase.ROLLBACK || run.phase() == Run.Phase.STUCK;
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                sentence("cancel without undo instance " + run.instanceId(), run, "RUNNING")
                        + (rollsBack
                                ? "; to leave what is not undone yet as it is, terminate it with 'compensate: false' and a"
                                        + " 'reason'"
                                : ""));
    }

    private static String sentence(String deed, Run run, String expected) {
        return "Expected to " + deed + " in state " + expected + ", but it is " + run.state() + whyNot(run);
    }

    /** What the state alone does not say. */
    private static String whyNot(Run run) {
        if (run.phase() == Run.Phase.ENDED && !run.state().isTerminal()) {
            return ": it has ended " + run.endState() + " but for what an earlier round has left to undo";
        }
        return run.isPaused() && run.phase() != Run.Phase.FORWARD
                ? " in the middle of a rollback, which goes on when it is resumed"
                : "";
    }

    /** For operations that revive a task: on a run that has failed, only the task it failed of may be revived. */
    static Verdict revival(String verb, Run run, TaskRun task, String expected) {
        if (run.parent() != null && run.phase() == Run.Phase.ENDED) {
            return child(verb, run);
        }
        boolean failedBeside = run.state() == WorkflowState.FAILED && task.state() == TaskRun.State.FAILED;
        return failedBeside ? notTheCause(verb, run, task) : task(verb, run, task, expected);
    }

    /** For what is done to one task: the task is in the way, or it is as it should be and the run is in the way. */
    static Verdict task(String verb, Run run, TaskRun task, String expected) {
        String deed = verb + " task " + task.key();
        TaskState shown = task.shown();
        if (!List.of(expected.split(", | or ")).contains(shown.name())) {
            return Verdict.refused(
                    ErrorCode.ILLEGAL_STATE, "Expected to " + deed + " in state " + expected + ", but it is " + shown);
        }
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                run.phase() == Run.Phase.FORWARD
                        ? "Expected to " + deed + ", but the run has gone on without it: it is " + shown
                                + " and nothing waits for it"
                        : sentence(deed + " of an instance", run, "RUNNING"));
    }

    /** Reviving another failed task than the one the run failed of would leave the run with nothing to do and no end. */
    static Verdict notTheCause(String verb, Run run, TaskRun task) {
        if (run.parent() != null) {
            return child(verb, run);
        }
        Cause cause = run.cause();
        String expected = cause == null || cause.taskId() == null
                ? "a task"
                : "task " + new NodeKey(cause.taskId(), cause.iteration());
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                "Expected to " + verb + " " + expected + ", which the run failed of, but it is " + task.key());
    }

    /** What a child has told its parent stays true, but for what it undoes. */
    static Verdict child(String verb, Run run) {
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                "Expected to " + verb + " in instance " + run.instanceId() + " in state RUNNING, but it is "
                        + run.state() + " and has told its parent so" + whereToRetry(run));
    }

    private static String whereToRetry(Run run) {
        ParentRef parent = run.parent();
        return parent == null || run.state() != WorkflowState.FAILED
                ? ""
                : "; retry task " + parent.key() + " of instance " + parent.instanceId() + ", which comes down to it";
    }

    static Verdict beside(String failedTask, UndoTarget target) {
        String from = target.toSavepoint() == null
                ? target.fromTaskId() + " neither is it nor comes before it"
                : "save-point " + target.toSavepoint() + " does not come before it";
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                "Expected to go forward again from task " + failedTask + " or one before it, which failed, but "
                        + from);
    }

    /** What a person wants would undo what nothing undoes by itself. */
    static Verdict pivot(String verb, Run run, List<String> crossed) {
        return Verdict.refused(
                ErrorCode.PIVOT_PASSED,
                "Expected to " + verb + " instance " + run.instanceId() + " before its pivot, but "
                        + String.join(", ", crossed)
                        + (crossed.size() == 1 ? " has" : " have")
                        + " completed; to undo it all the same use compensate with 'force: true' and a 'reason', to leave it"
                        + " as it is cancel or terminate with 'compensate: false'");
    }

    static Verdict unknownSavepoint(Run run, String savepoint) {
        return Verdict.refused(
                ErrorCode.NOT_FOUND,
                "Workflow " + run.plan().name() + " revision " + run.plan().revision() + " has no save-point '"
                        + savepoint + "'");
    }

    static Verdict notReached(TaskRun task, String savepoint) {
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                "Expected to compensate to save-point " + savepoint + " behind task " + task.key()
                        + " in state COMPLETED, but it is " + task.shown());
    }

    static Verdict neverAttempted(TaskRun task) {
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                "Expected to retry task " + task.key()
                        + " with attempts, but it failed before its first one; complete or skip it");
    }

    static Verdict unknownTask(Run run, String taskId) {
        return Verdict.refused(
                ErrorCode.NOT_FOUND,
                "Workflow " + run.plan().name() + " revision " + run.plan().revision() + " has no task '" + taskId
                        + "'");
    }

    /** A task that is there once per item has to be named with its iteration. */
    static Verdict unknownTask(Run run, NodeKey key) {
        if (!run.plan().hasNode(key.taskId())) {
            return unknownTask(run, key.taskId());
        }
        String iterations = run.plan().repeatedAround(key.taskId()).isEmpty()
                ? "outside of maps and loops a task has no 'iteration'"
                : "inside a map or a loop a task has an 'iteration', and is there once its item or turn has come to it";
        return Verdict.refused(ErrorCode.NOT_FOUND, "This run has no task '" + key + "'; " + iterations);
    }

    static Verdict afterCompletion(Run run) {
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                "Expected to go forward again in instance " + run.instanceId() + " in state RUNNING, but it is "
                        + run.state() + "; what has completed can be undone with 'then: stop' only");
    }

    /** A run that has completed is undone by whoever has seen its plan. */
    static Verdict unseen(Run run, CompensationPlan plan) {
        return plan.undoesAnything()
                ? Verdict.refused(
                        ErrorCode.INVALID_REQUEST,
                        "Compensating instance " + run.instanceId()
                                + ", which has completed, needs the 'planHash' of its" + " compensation plan")
                : Verdict.refused(
                        ErrorCode.ILLEGAL_STATE,
                        "Expected to compensate instance " + run.instanceId()
                                + " with something to undo, but it is COMPLETED and its compensation plan is empty");
    }

    static Verdict afterRollback(Run run) {
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                sentence("go forward in instance " + run.instanceId(), run, "RUNNING")
                        + "; use compensate with 'then: retry', or start a new run");
    }
}
