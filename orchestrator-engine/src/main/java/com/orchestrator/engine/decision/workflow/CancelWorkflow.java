package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.Rollback;
import com.orchestrator.engine.decision.Run;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
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
        Cause cause = new Cause(Cause.Kind.CANCELLED, "CANCELLED", reason, null, null);
        Rollback rollback = new Rollback(change);
        if (compensate == null) {
            rollback.begin(cause);
        } else if (compensate) {
            rollback.begin(cause, null, CompensateRequest.Then.STOP);
        } else {
            rollback.endWithoutUndo(WorkflowState.CANCELLED, cause);
        }
        return Verdict.ACCEPTED;
    }

    private static boolean isInEffect(Run run) {
        Cause cause = run.cause();
        return cause != null && cause.kind() == Cause.Kind.CANCELLED && run.phase() != Run.Phase.FORWARD;
    }
}
