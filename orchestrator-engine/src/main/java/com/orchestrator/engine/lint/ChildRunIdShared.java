package com.orchestrator.engine.lint;

import com.orchestrator.engine.expression.HasReferences;
import com.orchestrator.engine.expression.References;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Repeated;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.stream.Stream;

/** {@link LintCode#CHILD_RUN_ID_SHARED}. */
final class ChildRunIdShared implements LintRule {

    /** Tells the item by its iteration and by its idempotency key. */
    private static final String OWN_TASK = "task";

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.everywhere()
                .filter(Node.Child.class::isInstance)
                .map(Node.Child.class::cast)
                .flatMap(child -> shared(subject.plan(), child)
                        .map(map -> Finding.of(
                                LintCode.CHILD_RUN_ID_SHARED,
                                child,
                                "/workflow/runId",
                                "The run id of '" + child.id() + "' is the same for all "
                                        + (map instanceof Node.Map ? "items" : "turns") + " of '" + map.id() + "'")));
    }

    /** Those whose item the run id does not depend on. */
    private static Stream<Repeated> shared(WorkflowPlan plan, Node.Child child) {
        if (!(child.runId() instanceof HasReferences runId)) {
            return Stream.empty();
        }
        References read = runId.references();
        return plan.repeatedAround(child.id()).stream().filter(map -> !dependsOn(plan, read, map));
    }

    private static boolean dependsOn(WorkflowPlan plan, References read, Repeated around) {
        return read.roots().contains(OWN_TASK)
                || read.roots().contains(around.as())
                || read.tasks().stream()
                        .anyMatch(other -> plan.repeatedAround(other.taskId()).contains(around));
    }
}
