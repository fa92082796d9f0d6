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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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
        Forward.wayBack(change).begin(cause, target(run), request.then());
        ByHand.endPause(change, request.reason());
        return Verdict.ACCEPTED;
    }

    private UndoTarget asked() {
        return new UndoTarget(request.fromTaskId(), request.toSavepoint());
    }

    private UndoTarget target(Run run) {
        return lastReached(run, asked());
    }

    /** A save-point in a loop that says no turn is that of the last turn that has come by. */
    public static UndoTarget lastReached(Run run, UndoTarget asked) {
        NodeKey savepoint = asked.savepoint();
        Node behind = savepoint == null ? null : run.plan().savepoint(savepoint.taskId());
        if (savepoint == null || savepoint.iteration() != null || behind == null) {
            return asked;
        }
        List<NodeKey> reached = run.tasksSeen().stream()
                .filter(task -> task.node().id().equals(behind.id()) && task.letsSuccessorsGo())
                .map(TaskRun::key)
                .toList();
        return reached.isEmpty()
                ? asked
                : UndoTarget.savepoint(new NodeKey(
                                savepoint.taskId(),
                                reached.get(reached.size() - 1).iteration())
                        .toString());
    }

    private boolean isInEffect(Run run) {
        Cause cause = run.rollbackCause();
        return run.phase() != Run.Phase.FORWARD
                && run.state() != WorkflowState.TERMINATED
                && cause != null
                && cause.code().equals(REQUESTED)
                && isSame(run.rollbackTarget(), asked())
                && run.rollbackThen() == request.then();
    }

    private static boolean isSame(UndoTarget begun, UndoTarget asked) {
        NodeKey there = begun.savepoint();
        boolean meantLast = there != null && asked.equals(UndoTarget.savepoint(there.taskId()));
        return begun.equals(asked) || meantLast;
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
        Set<String> failedAround = new HashSet<>(
                UndoScope.reopened(plan, target).stream().map(NodeKey::taskId).toList());
        failedAround.retainAll(failed.stream().map(task -> task.key().taskId()).toList());
        Cause cause = run.cause();
        return failed.stream()
                .filter(task -> !scope.contains(task.key()))
                .filter(task -> !task.letsSuccessorsGo())
                .filter(task -> (cause != null && NodeKey.isOf(cause, task.key()))
                        || UndoScope.around(plan, task.node()).stream()
                                .anyMatch(node -> failedAround.contains(node.id())))
                .map(task -> task.key().taskId())
                .findFirst();
    }

    /** Inside a map, for any item: a rollback reaches the same task of all of them. In a loop, from the turn on that is named. */
    private static boolean hasBegun(Run run, UndoTarget target, NodeKey from) {
        UndoScope scope = UndoScope.of(run.plan(), target);
        return run.tasksSeen().stream()
                .anyMatch(task -> task.key().taskId().equals(from.taskId())
                        && scope.contains(task.key())
                        && task.state() != TaskRun.State.PENDING);
    }

    private Verdict refusal(Run run) {
        Verdict unknown = unknownTarget(run);
        if (unknown instanceof Verdict.Refused) {
            return unknown;
        }
        if (request.then() == CompensateRequest.Then.RETRY) {
            Optional<String> failed = failedBeside(run, target(run));
            if (failed.isPresent()) {
                return Refusals.beside(failed.get(), asked());
            }
        }
        CompensationPlan plan = CompensationPlan.of(run, target(run));
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
        UndoTarget asked = asked();
        NodeKey from = asked.task();
        NodeKey savepoint = asked.savepoint();
        if (!UndoScope.isPlace(run.plan(), asked)) {
            return savepoint == null
                    ? Refusals.unknownTask(run, Objects.requireNonNull(from))
                    : Refusals.unknownSavepoint(run, savepoint.toString());
        }
        if (from != null && !hasBegun(run, asked, from)) {
            return Refusals.task("compensate from", run, run.task(from), "COMPLETED");
        }
        return savepoint == null ? Verdict.ACCEPTED : unreached(run, lastReached(run, asked), savepoint);
    }

    private static Verdict unreached(Run run, UndoTarget target, NodeKey asked) {
        Node behind = Objects.requireNonNull(run.plan().savepoint(asked.taskId()));
        TaskRun task = run.task(new NodeKey(behind.id(), target.iteration()));
        return task.letsSuccessorsGo() ? Verdict.ACCEPTED : Refusals.notReached(task, asked.toString());
    }
}
