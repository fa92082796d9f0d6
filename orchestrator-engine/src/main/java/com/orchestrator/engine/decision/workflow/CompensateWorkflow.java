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
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An operator starts a rollback: of everything, or down to and including one task, to stop there or to go forward again.
 * Refused when the plan is no longer the one the operator saw, and when the run is not going forward.
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
        if (run.phase() != Run.Phase.FORWARD && !failedWithoutUndo) {
            return Refusals.state("compensate", run, "RUNNING");
        }
        if (failedWithoutUndo && run.parent() != null && request.then() == CompensateRequest.Then.RETRY) {
            return Refusals.child("go forward again", run);
        }
        Verdict refusal = refusal(run);
        if (refusal instanceof Verdict.Refused) {
            return refusal;
        }
        Cause cause = new Cause(Cause.Kind.MANUAL, REQUESTED, request.reason(), null, null);
        new Rollback(change).begin(cause, request.fromTaskId(), request.then());
        return Verdict.ACCEPTED;
    }

    private boolean isInEffect(Run run) {
        Cause cause = run.rollbackCause();
        return run.phase() != Run.Phase.FORWARD
                && run.state() != WorkflowState.TERMINATED
                && cause != null
                && cause.code().equals(REQUESTED)
                && Objects.equals(run.rollbackFrom(), request.fromTaskId())
                && run.rollbackThen() == request.then();
    }

    /**
     * A task that would stay failed although the run goes forward again, and keep it from getting anywhere: the one the
     * run failed of, or one of which a block around {@code from} failed, when the rollback does not reach it.
     */
    private static Optional<String> failedBeside(Run run, String from) {
        WorkflowPlan plan = run.plan();
        UndoScope scope = UndoScope.from(plan, from);
        List<TaskRun> failed = run.tasksSeen().stream()
                .filter(task -> task.state() == TaskRun.State.FAILED)
                .toList();
        Set<Node> failedAround = new HashSet<>(UndoScope.around(plan, plan.node(from)));
        failedAround.retainAll(failed.stream().map(TaskRun::node).toList());
        Cause cause = run.cause();
        return failed.stream()
                .filter(task -> !scope.contains(task.node()))
                .filter(task -> !task.node().head().continueOnError())
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
        if (request.toSavepoint() != null) {
            return Verdict.refused(ErrorCode.NOT_FOUND, "There is no save-point '" + request.toSavepoint() + "'");
        }
        String from = request.fromTaskId();
        if (from != null && !run.plan().hasNode(from)) {
            return Refusals.unknownTask(run, from);
        }
        if (from != null && !hasBegun(run, from)) {
            return Refusals.task("compensate from", run.task(NodeKey.of(from)), "COMPLETED");
        }
        if (from != null && request.then() == CompensateRequest.Then.RETRY) {
            Optional<String> failed = failedBeside(run, from);
            if (failed.isPresent()) {
                return Refusals.beside(failed.get(), from);
            }
        }
        if (request.planHash() != null
                && !request.planHash().equals(CompensationPlan.of(run, from).hash())) {
            return Verdict.refused(
                    ErrorCode.PRECONDITION_FAILED, "The run has moved: its compensation plan is not the one you saw");
        }
        return Verdict.ACCEPTED;
    }
}
