package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Pivots;
import com.orchestrator.engine.decision.Rollback;
import com.orchestrator.engine.decision.Run;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.UndoTarget;
import com.orchestrator.engine.decision.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The caller no longer wants the run.
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
        if (run.phase() != Run.Phase.FORWARD) {
            return Refusals.state("cancel", run, "RUNNING");
        }
        List<String> crossed = wantsUndo(run) ? Pivots.crossed(run, UndoTarget.EVERYTHING) : List.of();
        if (!crossed.isEmpty()) {
            return Refusals.pivot("cancel", run, crossed);
        }
        Cause cause = new Cause(Cause.Kind.CANCELLED, "CANCELLED", reason, null, null);
        Rollback rollback = new Rollback(change);
        if (compensate == null) {
            rollback.begin(cause);
        } else if (compensate) {
            rollback.everything(cause);
        } else {
            rollback.endWithoutUndo(WorkflowState.CANCELLED, cause);
        }
        return Verdict.ACCEPTED;
    }

    private boolean wantsUndo(Run run) {
        return compensate != null
                ? compensate
                : run.plan().saga().compensateOn().contains(Cause.Kind.CANCELLED);
    }

    private static boolean isInEffect(Run run) {
        Cause cause = run.cause();
        return cause != null && cause.kind() == Cause.Kind.CANCELLED && run.phase() != Run.Phase.FORWARD;
    }
}
