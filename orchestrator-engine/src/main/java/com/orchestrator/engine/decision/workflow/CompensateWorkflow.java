package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.CompensationPlan;
import com.orchestrator.engine.decision.NodeKey;
import com.orchestrator.engine.decision.Rollback;
import com.orchestrator.engine.decision.Run;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.TaskRun;
import com.orchestrator.engine.decision.UndoScope;
import com.orchestrator.engine.decision.Verdict;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operator starts a rollback: of everything, or down to and including one task, to stop there or to go forward again.
 * Refused when the plan is no longer the one the operator saw, and when the run is not going forward.
 */
public record CompensateWorkflow(CompensateRequest request) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        if (isInEffect(run)) {
            return Verdict.ACCEPTED;
        }
        boolean failedWithoutUndo = run.state() == WorkflowState.FAILED && !run.endedByRollback();
        if (run.phase() != Run.Phase.FORWARD && !failedWithoutUndo) {
            return Refusals.state("compensate", run, "RUNNING");
        }
        Verdict refusal = refusal(run);
        if (refusal instanceof Verdict.Refused) {
            return refusal;
        }
        Cause cause = new Cause(Cause.Kind.MANUAL, "COMPENSATION_REQUESTED", request.reason(), null, null);
        new Rollback(change).begin(cause, request.fromTaskId(), request.then());
        return Verdict.ACCEPTED;
    }

    private boolean isInEffect(Run run) {
        Cause cause = run.cause();
        return run.phase() != Run.Phase.FORWARD
                && cause != null
                && cause.code().equals("COMPENSATION_REQUESTED")
                && Objects.equals(run.rollbackFrom(), request.fromTaskId());
    }

    /** The task that has to be done anew if the run is to go forward again. */
    private @Nullable String failedTask(Run run) {
        Cause cause = run.cause();
        return request.then() == CompensateRequest.Then.RETRY && cause != null ? cause.taskId() : null;
    }

    private Verdict refusal(Run run) {
        if (request.toSavepoint() != null) {
            return Verdict.refused(ErrorCode.NOT_FOUND, "There is no save-point '" + request.toSavepoint() + "'");
        }
        String from = request.fromTaskId();
        if (from != null && !run.plan().hasNode(from)) {
            return Refusals.unknownTask(run, from);
        }
        if (from != null && run.task(NodeKey.of(from)).state() == TaskRun.State.PENDING) {
            return Refusals.task("compensate from", run.task(NodeKey.of(from)), "COMPLETED");
        }
        String failedTask = failedTask(run);
        if (from != null
                && failedTask != null
                && !UndoScope.from(run.plan(), from).contains(run.plan().node(failedTask))) {
            return Verdict.refused(
                    ErrorCode.ILLEGAL_STATE,
                    "Expected to go forward again from task " + failedTask + " or one before it, which failed, but "
                            + from + " neither is it nor comes before it");
        }
        if (request.planHash() != null
                && !request.planHash().equals(CompensationPlan.of(run, from).hash())) {
            return Verdict.refused(
                    ErrorCode.PRECONDITION_FAILED, "The run has moved: its compensation plan is not the one you saw");
        }
        return Verdict.ACCEPTED;
    }
}
