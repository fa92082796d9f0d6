package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
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
            return Verdict.ACCEPTED;
        }
        if (run.phase() != Run.Phase.FORWARD && !turnsBackForGood(run)) {
            return Refusals.state("cancel", run, "RUNNING");
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
        return Verdict.ACCEPTED;
    }

    /** It is going back to a save-point or a task, to try again from there, and the caller wants it to go all the way. */
    private boolean turnsBackForGood(Run run) {
        return run.phase() == Run.Phase.ROLLBACK
                && run.rollbackThen() == CompensateRequest.Then.RETRY
                && wantsUndo(run);
    }

    private boolean wantsUndo(Run run) {
        return compensate != null
                ? compensate
                : run.plan().saga().compensateOn().contains(Cause.Kind.CANCELLED);
    }

    private static boolean isInEffect(Run run) {
        return run.phase() != Run.Phase.FORWARD && (isCancel(run.cause()) || isCancel(run.rollbackCause()));
    }

    private static boolean isCancel(@Nullable Cause cause) {
        return cause != null && cause.kind() == Cause.Kind.CANCELLED;
    }
}
