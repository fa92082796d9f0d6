package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.rollback.CompensationPlan;
import com.orchestrator.engine.decision.workflow.CompensateWorkflow;
import com.orchestrator.engine.history.UndoScope;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.service.CompensationPreview;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback would undo now, in a run and in the runs below it. The hash of a run with children has two parts: its own,
 * which the decision holds the caller to, and the children's, which is compared just before.
 */
final class CompensationPreviews {

    private static final char CHILDREN = '.';

    private final RunReader reader;

    CompensationPreviews(RunReader reader) {
        this.reader = reader;
    }

    CompensationPreview of(UUID instanceId, UndoTarget target) {
        Run run = reader.load(instanceId);
        checkExists(run, target);
        CompensationPlan plan = CompensationPlan.of(run, CompensateWorkflow.lastReached(run, target));
        List<String> below = new ArrayList<>();
        List<CompensationPreview.Item> items = items(plan, below);
        String hash = below.isEmpty() ? plan.hash() : plan.hash() + CHILDREN + CompensationPlan.hashOf(below);
        return new CompensationPreview(instanceId, hash, plan.crossedPivots(), items, follows(plan));
    }

    private static void checkExists(Run run, UndoTarget target) {
        if (!UndoScope.isPlace(run.plan(), target)) {
            throw missing(
                    run,
                    target.toSavepoint() == null
                            ? "task '" + target.fromTaskId() + "'"
                            : "save-point '" + target.toSavepoint() + "'");
        }
    }

    private static OrchestratorException missing(Run run, String what) {
        return new OrchestratorException(
                ErrorCode.NOT_FOUND, "Workflow " + run.plan().name() + " has no " + what);
    }

    /** @param below collects what the children would do, for the hash */
    private List<CompensationPreview.Item> items(CompensationPlan plan, List<String> below) {
        return plan.items().stream().map(item -> item(item, below)).toList();
    }

    private CompensationPreview.Item item(CompensationPlan.Item item, List<String> below) {
        TaskSpec spec = item.spec();
        return new CompensationPreview.Item(
                item.task().key().taskId(),
                item.task().key().iteration(),
                spec == null ? null : spec.taskType(),
                spec == null ? null : spec.queue(),
                item.mayNotHaveHappened(),
                item.irreversible(),
                item.probe() == null ? null : item.probe().taskType(),
                item.input(),
                item.error(),
                item.after().stream().map(Object::toString).toList(),
                child(item.childInstanceId(), below));
    }

    private static List<CompensationPreview.Sequel> follows(CompensationPlan plan) {
        return plan.sequels().stream()
                .map(sequel -> new CompensationPreview.Sequel(
                        sequel.when().word(), sequel.taskId(), sequel.within(), sequel.kind(), sequel.name()))
                .toList();
    }

    /** A child that was told to start and is not there yet has nothing to undo. */
    private CompensationPreview.@Nullable Child child(@Nullable UUID instanceId, List<String> below) {
        return instanceId == null
                ? null
                : reader.find(instanceId).map(run -> child(run, below)).orElse(null);
    }

    private CompensationPreview.Child child(Run run, List<String> below) {
        CompensationPlan plan = CompensationPlan.of(run, UndoTarget.EVERYTHING);
        below.add(run.instanceId() + "|" + plan.hash());
        return new CompensationPreview.Child(run.instanceId(), run.state(), items(plan, below), follows(plan));
    }

    /** Holds a request to what its caller saw of the children; what it saw of the run itself is left to the decision. */
    CompensateRequest checkChildren(UUID instanceId, CompensateRequest request) {
        String seen = request.planHash();
        int end = seen == null ? -1 : seen.indexOf(CHILDREN);
        if (seen == null || end < 0) {
            return request;
        }
        if (!seen.equals(of(instanceId, new UndoTarget(request.fromTaskId(), request.toSavepoint()))
                .planHash())) {
            throw new OrchestratorException(
                    ErrorCode.PRECONDITION_FAILED,
                    "The run or a child has moved: the compensation plan is not the one you saw");
        }
        return new CompensateRequest(
                request.fromTaskId(),
                request.toSavepoint(),
                request.then(),
                seen.substring(0, end),
                request.force(),
                request.reason());
    }
}
