package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Endings;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.decision.rollback.Pivots;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.run.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operator ends the run. Must say whether effects are undone, and why; without undo it ends at once, even in the middle
 * of a rollback.
 */
public record TerminateWorkflow(
        @Nullable Boolean compensate, @Nullable String reason) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        if (compensate == null || reason == null) {
            return Verdict.refused(
                    ErrorCode.INVALID_REQUEST,
                    "Terminate must say 'compensate: true' or 'compensate: false', and a 'reason'");
        }
        if (run.state() == WorkflowState.TERMINATED || isUnderWay(run)) {
            return compensate && run.isAbandoned()
                    ? Refusals.state("terminate with undo", run, "RUNNING")
                    : Verdict.ACCEPTED;
        }
        if (run.phase() == Run.Phase.ENDED) {
            return Refusals.state("terminate", run, "RUNNING");
        }
        Cause cause = new Cause(Cause.Kind.MANUAL, Endings.TERMINATED, reason, null, null);
        if (!compensate) {
            Forward.wayBack(change).endWithoutUndo(WorkflowState.TERMINATED, cause);
            return Verdict.ACCEPTED;
        }
        if (run.phase() != Run.Phase.FORWARD && !ByHand.turnsBack(run)) {
            return Refusals.state("terminate", run, "RUNNING");
        }
        List<String> crossed = Pivots.crossed(run, UndoTarget.EVERYTHING);
        if (!crossed.isEmpty()) {
            return Refusals.pivot("terminate", run, crossed);
        }
        Forward.wayBack(change).everything(cause);
        ByHand.endPause(change, reason);
        return Verdict.ACCEPTED;
    }

    private boolean isUnderWay(Run run) {
        return Boolean.TRUE.equals(compensate)
                && run.phase() != Run.Phase.FORWARD
                && (isTermination(run.cause()) || isTermination(run.rollbackCause()));
    }

    private static boolean isTermination(@Nullable Cause cause) {
        return cause != null && cause.code().equals(Endings.TERMINATED);
    }
}
