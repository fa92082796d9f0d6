package com.orchestrator.engine.definition;

import com.orchestrator.engine.expression.HasReferences;
import com.orchestrator.engine.expression.References.TaskReference;
import com.orchestrator.engine.expression.Suggestion;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that every {@code tasks.<id>} an expression reads exists and can have an output by then. */
final class ReferenceCheck {

    private final WorkflowPlan plan;
    private final Faults faults;

    ReferenceCheck(WorkflowPlan plan, Faults faults) {
        this.plan = plan;
        this.faults = faults;
    }

    void check(DefinitionContext.Compiled compiled) {
        if (compiled.what() instanceof HasReferences expression) {
            expression.references().tasks().forEach(task -> check(task, compiled));
        }
    }

    private void check(TaskReference task, DefinitionContext.Compiled compiled) {
        String id = task.taskId();
        if (!plan.hasNode(id)) {
            String hint = Suggestion.nearest(id, plan.index().nodes().keySet())
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse(null);
            faults.error(compiled.pointer(), FaultCode.UNKNOWN_TASK, "There is no task '" + id + "'", hint);
        } else if (compiled.reader() != null) {
            checkOrder(id, compiled);
        }
    }

    private void checkOrder(String id, DefinitionContext.Compiled compiled) {
        String reader = String.valueOf(compiled.reader());
        if (id.equals(reader)) {
            if (!compiled.afterReader()) {
                faults.error(
                        compiled.pointer(), FaultCode.READS_ITSELF, "Task '" + id + "' reads its own output", null);
            }
            return;
        }
        if (comesAfter(plan.node(id), plan.node(reader))) {
            faults.error(
                    compiled.pointer(),
                    FaultCode.READS_LATER_TASK,
                    "Task '" + reader + "' reads '" + id + "', which runs after it",
                    null);
        } else if (!comesAfter(plan.node(reader), plan.node(id)) && !isAround(plan.node(id), plan.node(reader))) {
            faults.warning(
                    compiled.pointer(),
                    FaultCode.MAY_NOT_HAVE_RUN,
                    "Task '" + id + "' may not have run when '" + reader + "' reads it",
                    "read it with .?output.orValue(…), or make '" + reader + "' depend on it");
        }
    }

    /** Whether {@code later} can only start when {@code earlier}, or a block around it, is done. */
    private boolean comesAfter(Node later, Node earlier) {
        for (Node around : chain(later)) {
            for (Node start : chain(earlier)) {
                if (stand(around).equals(stand(start)) && reaches(start, around)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isAround(Node outer, Node inner) {
        return chain(inner).stream().anyMatch(node -> node.id().equals(outer.id()));
    }

    /** The node and the blocks around it, inside out. */
    private List<Node> chain(Node node) {
        List<Node> chain = new ArrayList<>();
        Node at = node;
        while (at != null) {
            chain.add(at);
            Block block = parent(at);
            at = block == null ? null : plan.index().owners().get(block.id());
        }
        return chain;
    }

    private String stand(Node node) {
        Block block = parent(node);
        return block == null ? "" : block.id();
    }

    private @Nullable Block parent(Node node) {
        return plan.index().parents().get(node.id());
    }

    private boolean reaches(Node from, Node to) {
        Block block = parent(from);
        return block != null && block.isBefore(from, to);
    }
}
