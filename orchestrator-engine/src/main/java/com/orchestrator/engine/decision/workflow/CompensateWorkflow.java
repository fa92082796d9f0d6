package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.decision.rollback.CompensationPlan;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.UndoScope;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An operator starts a rollback: of everything, down to and including one task, or down to a save-point, to stop there or to
 * go forward again. Refused when the plan is no longer the one the operator saw, when the run is not going forward, and when
 * it would cross a pivot without force.
 */
public record CompensateWorkflow(CompensateRequest request) implements RunCommand {

    private static final String REQUESTED = "COMPENSATION_REQUESTED";

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        if (isInEffect(run)) {
            return Verdict.ACCEPTED;
        }
        boolean failedWithoutUndo = run.state() == WorkflowState.FAILED && !run.endedByRollback();
        boolean hasCompleted = run.state() == WorkflowState.COMPLETED;
        if (run.phase() != Run.Phase.FORWARD && !failedWithoutUndo && !hasCompleted) {
            return Refusals.state("compensate", run, "RUNNING or COMPLETED");
        }
        if (hasCompleted && request.then() == CompensateRequest.Then.RETRY) {
            return Refusals.afterCompletion(run);
        }
        if (failedWithoutUndo && run.parent() != null && request.then() == CompensateRequest.Then.RETRY) {
            return Refusals.child("go forward again", run);
        }
        Verdict refusal = refusal(run);
        if (refusal instanceof Verdict.Refused) {
            return refusal;
        }
        Cause cause = new Cause(Cause.Kind.MANUAL, REQUESTED, request.reason(), null, null);
        Forward.wayBack(change).begin(cause, target(), request.then());
        ByHand.endPause(change, request.reason());
        return Verdict.ACCEPTED;
    }

    private UndoTarget target() {
        return new UndoTarget(request.fromTaskId(), request.toSavepoint());
    }

    private boolean isInEffect(Run run) {
        Cause cause = run.rollbackCause();
        return run.phase() != Run.Phase.FORWARD
                && run.state() != WorkflowState.TERMINATED
                && cause != null
                && cause.code().equals(REQUESTED)
                && run.rollbackTarget().equals(target())
                && run.rollbackThen() == request.then();
    }

    /**
     * A task that would stay failed although the run goes forward again, and keep it from getting anywhere: the one the
     * run failed of, or one of which a block around the target failed, when the rollback does not reach it.
     */
    private static Optional<String> failedBeside(Run run, UndoTarget target) {
        WorkflowPlan plan = run.plan();
        UndoScope scope = UndoScope.of(plan, target);
        List<TaskRun> failed = run.tasksSeen().stream()
                .filter(task -> task.state() == TaskRun.State.FAILED)
                .toList();
        Set<Node> failedAround = new HashSet<>(UndoScope.reopened(plan, target));
        failedAround.retainAll(failed.stream().map(TaskRun::node).toList());
        Cause cause = run.cause();
        return failed.stream()
                .filter(task -> !scope.contains(task.node()))
                .filter(task -> !task.letsSuccessorsGo())
                .filter(task -> (cause != null && NodeKey.isOf(cause, task.key()))
                        || !Collections.disjoint(UndoScope.around(plan, task.node()), failedAround))
                .map(task -> task.key().taskId())
                .findFirst();
    }

    /** Inside a map, for any item: a rollback reaches the same task of all of them. */
    private static boolean hasBegun(Run run, String from) {
        return run.tasksSeen().stream()
                .anyMatch(task -> task.key().taskId().equals(from) && task.state() != TaskRun.State.PENDING);
    }

    private Verdict refusal(Run run) {
        Verdict unknown = unknownTarget(run);
        if (unknown instanceof Verdict.Refused) {
            return unknown;
        }
        if (request.then() == CompensateRequest.Then.RETRY) {
            Optional<String> failed = failedBeside(run, target());
            if (failed.isPresent()) {
                return Refusals.beside(failed.get(), target());
            }
        }
        CompensationPlan plan = CompensationPlan.of(run, target());
        if (request.planHash() != null && !request.planHash().equals(plan.hash())) {
            return Verdict.refused(
                    ErrorCode.PRECONDITION_FAILED, "The run has moved: its compensation plan is not the one you saw");
        }
        if (run.state() == WorkflowState.COMPLETED && !isSeen(plan)) {
            return Refusals.unseen(run, plan);
        }
        boolean isForced = request.force() && request.reason() != null;
        return plan.crossedPivots().isEmpty() || isForced
                ? Verdict.ACCEPTED
                : Refusals.pivot("compensate", run, plan.crossedPivots());
    }

    /** Whoever undoes what has come to a good end has seen what that means, and that it means something. */
    private boolean isSeen(CompensationPlan plan) {
        return request.planHash() != null && plan.undoesAnything();
    }

    /** Refuses a place that does not exist or that the run has not come to. */
    private Verdict unknownTarget(Run run) {
        String from = request.fromTaskId();
        if (from != null && !run.plan().hasNode(from)) {
            return Refusals.unknownTask(run, from);
        }
        if (from != null && !hasBegun(run, from)) {
            return Refusals.task("compensate from", run, run.task(NodeKey.of(from)), "COMPLETED");
        }
        return request.toSavepoint() == null ? Verdict.ACCEPTED : unreached(run, request.toSavepoint());
    }

    private static Verdict unreached(Run run, String savepoint) {
        Node behind = run.plan().savepoint(savepoint);
        if (behind == null) {
            return Refusals.unknownSavepoint(run, savepoint);
        }
        TaskRun task = run.task(NodeKey.of(behind.id()));
        return task.letsSuccessorsGo() ? Verdict.ACCEPTED : Refusals.notReached(task, savepoint);
    }
}
