package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.decision.rollback.Pivots;
import com.orchestrator.engine.decision.rollback.Rollback;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.run.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The caller no longer wants the run, which is going forward or about to do so again.
 *
 * @param compensate whether effects are undone; the definition decides when null
 */
public record CancelWorkflow(
        @Nullable Boolean compensate, @Nullable String reason) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        if (isInEffect(run)) {
            return repeated(run);
        }
        if (run.phase() != Run.Phase.FORWARD && !turnsBackForGood(run)) {
            return isWithoutUndo() ? Refusals.cancelWithoutUndo(run) : Refusals.state("cancel", run, "RUNNING");
        }
        List<String> crossed = wantsUndo(run) ? Pivots.crossed(run, UndoTarget.EVERYTHING) : List.of();
        if (!crossed.isEmpty()) {
            return Refusals.pivot("cancel", run, crossed);
        }
        Cause cause = new Cause(Cause.Kind.CANCELLED, "CANCELLED", reason, null, null);
        Rollback rollback = Forward.wayBack(change);
        if (compensate == null) {
            rollback.begin(cause);
        } else if (compensate) {
            rollback.everything(cause);
        } else {
            rollback.endWithoutUndo(WorkflowState.CANCELLED, cause);
        }
        ByHand.endPause(change, reason);
        return Verdict.ACCEPTED;
    }

    /** It is going back only to try again, and the caller wants it to go all the way. */
    private boolean turnsBackForGood(Run run) {
        return ByHand.turnsBack(run) && wantsUndo(run);
    }

    private boolean wantsUndo(Run run) {
        return compensate != null
                ? compensate
                : run.plan().saga().compensateOn().contains(Cause.Kind.CANCELLED);
    }

    private static boolean isInEffect(Run run) {
        return run.phase() != Run.Phase.FORWARD && (isCancel(run.cause()) || isCancel(run.rollbackCause()));
    }

    /** Refused when it was cancelled the other way: no undo is wanted of what is undone, or undo of what was left. */
    private Verdict repeated(Run run) {
        if (Boolean.TRUE.equals(compensate) && run.isAbandoned()) {
            return Refusals.state("cancel with undo", run, "RUNNING");
        }
        return isWithoutUndo() && run.endState() != WorkflowState.CANCELLED
                ? Refusals.cancelWithoutUndo(run)
                : Verdict.ACCEPTED;
    }

    private boolean isWithoutUndo() {
        return Boolean.FALSE.equals(compensate);
    }

    private static boolean isCancel(@Nullable Cause cause) {
        return cause != null && cause.kind() == Cause.Kind.CANCELLED;
    }
}
