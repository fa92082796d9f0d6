package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.engine.decision.Run;
import com.orchestrator.engine.decision.TaskRun;
import com.orchestrator.engine.decision.Verdict;

/** The sentence shapes in which operations on a run are refused. */
final class Refusals {

    private Refusals() {}

    static Verdict state(String verb, Run run, String expected) {
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                "Expected to " + verb + " instance " + run.instanceId() + " in state " + expected + ", but it is "
                        + run.state());
    }

    static Verdict task(String verb, TaskRun task, String expected) {
        String undo = task.undo().state() != com.orchestrator.engine.decision.UndoRun.State.OPEN
                ? " and its undo " + task.undo().state()
                : "";
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                "Expected to " + verb + " task " + task.key() + " in state " + expected + ", but it is " + task.state()
                        + undo);
    }

    static Verdict unknownTask(Run run, String taskId) {
        return Verdict.refused(
                ErrorCode.NOT_FOUND,
                "Workflow " + run.plan().name() + " revision " + run.plan().revision() + " has no task '" + taskId
                        + "'");
    }

    static Verdict afterRollback(Run run) {
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                "Expected to go forward in instance " + run.instanceId() + " in state RUNNING, but it is " + run.state()
                        + "; use compensate with 'then: retry', or start a new run");
    }
}
