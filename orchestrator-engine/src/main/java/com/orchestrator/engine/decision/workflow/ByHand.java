package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Attempts;
import com.orchestrator.engine.decision.ExecutionRun;
import com.orchestrator.engine.decision.Outcomes;
import com.orchestrator.engine.decision.Run;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunEvent;
import com.orchestrator.engine.decision.TaskRun;

/** What operators' interventions have in common. */
final class ByHand {

    private ByHand() {}

    /** Whether a person may still decide how the task ends. */
    static boolean isUndecided(Run run, TaskRun task) {
        boolean failedRun = run.state() == WorkflowState.FAILED && task.state() == TaskRun.State.FAILED;
        return failedRun || (run.phase() == Run.Phase.FORWARD && task.state() == TaskRun.State.RUNNING);
    }

    /** Takes the task out of its worker's hands, and the run out of its failure. */
    static void takeOver(RunChange change, TaskRun task) {
        if (change.run().state() == WorkflowState.FAILED) {
            change.emit(new RunEvent.WorkflowReopened(null));
        }
        ExecutionRun live = task.live();
        if (live != null) {
            new Attempts(change).cancel(live);
        }
    }

    /** Records how a task that was taken over may have to be undone. */
    static void recordDoubt(RunChange change, TaskRun task) {
        if (task.executions() > 0) {
            new Outcomes(change).recordUndoIfInDoubt(task, null);
        }
    }

    /** A stuck rollback goes on once a person has dealt with a dead letter. */
    static void resumeRollback(RunChange change) {
        if (change.run().phase() == Run.Phase.STUCK) {
            change.emit(new RunEvent.RollbackResumed());
        }
    }
}
