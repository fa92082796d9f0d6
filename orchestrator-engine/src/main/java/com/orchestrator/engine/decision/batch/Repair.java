package com.orchestrator.engine.decision.batch;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Repairs the tasks of a run that wait for a person, or that it failed of. Refused when there is none, or when all of them refuse;
 * one that can be repaired is, beside one that cannot.
 *
 * @param verb what is done to them
 * @param taskId only this one; all when null
 * @param iteration of the task, inside a map; all when null
 * @param of makes the repair of a task
 */
public record Repair(
        String verb, @Nullable String taskId, @Nullable String iteration, Function<NodeKey, RunCommand> of)
        implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        List<NodeKey> keys = keys(change.run());
        if (keys.isEmpty()) {
            return nothing(change.run());
        }
        Verdict verdict = of.apply(keys.get(0)).decide(change);
        for (NodeKey key : keys.subList(1, keys.size())) {
            Verdict next = of.apply(key).decide(change);
            verdict = next instanceof Verdict.Accepted ? next : verdict;
        }
        return verdict;
    }

    /** A task that is named is repaired if it can be, whether it waits for somebody or not. */
    private List<NodeKey> keys(Run run) {
        if (taskId != null && (iteration != null || isOutsideOfMaps(run, taskId))) {
            return List.of(new NodeKey(taskId, iteration));
        }
        return run.tasksSeen().stream()
                .filter(task -> taskId == null || task.key().taskId().equals(taskId))
                .filter(task -> waits(run, task))
                .map(TaskRun::key)
                .toList();
    }

    private static boolean isOutsideOfMaps(Run run, String taskId) {
        return !run.plan().hasNode(taskId) || run.plan().repeatedAround(taskId).isEmpty();
    }

    private static boolean waits(Run run, TaskRun task) {
        Cause cause = run.cause();
        boolean isCause = run.state() == WorkflowState.FAILED && cause != null && NodeKey.isOf(cause, task.key());
        return task.incident() != null || task.deadLetter().isPresent() || isCause;
    }

    private Verdict nothing(Run run) {
        String what = taskId == null ? "a task" : "task " + taskId;
        return Verdict.refused(
                ErrorCode.ILLEGAL_STATE,
                "Expected to " + verb + " " + what + " of instance " + run.instanceId()
                        + " that waits for a person or that it failed of, but there is none: it is " + run.state());
    }
}
