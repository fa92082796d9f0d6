package com.orchestrator.engine.definition;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Suggestion;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks that what ends a lock comes after what takes it, beside it in the same list: so its end is always seen. */
final class LockScopes {

    private final WorkflowPlan plan;
    private final Map<String, String> pointers;
    private final Faults faults;

    /** @param pointers of the tasks in the text, by id */
    LockScopes(WorkflowPlan plan, Map<String, String> pointers, Faults faults) {
        this.plan = plan;
        this.pointers = pointers;
        this.faults = faults;
    }

    void check() {
        plan.index()
                .nodes()
                .values()
                .forEach(node -> check(node, node.head().locks().until()));
    }

    private void check(Node node, @Nullable String until) {
        if (until == null || until.equals(node.id())) {
            return;
        }
        Block block = Objects.requireNonNull(plan.index().parents().get(node.id()));
        List<String> beside = block.nodes().stream().map(Node::id).toList();
        String pointer = pointers.getOrDefault(node.id(), "") + "/locks/until";
        if (!beside.contains(until)) {
            String hint = Suggestion.nearest(until, beside)
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("'until' names a task of the same list");
            faults.error(
                    pointer,
                    FaultCode.UNKNOWN_DEPENDENCY,
                    "There is no task '" + until + "' beside '" + node.id() + "'",
                    hint);
        } else if (!block.isBefore(node, plan.node(until))) {
            faults.error(
                    pointer,
                    FaultCode.CONTRADICTION,
                    "'" + until + "' does not come after '" + node.id() + "', which takes the locks",
                    "name a later task, or leave 'until' out");
        }
    }
}
