package com.orchestrator.engine.definition;

import com.orchestrator.engine.expression.HasReferences;
import com.orchestrator.engine.expression.References.Kind;
import com.orchestrator.engine.expression.References.TaskReference;
import com.orchestrator.engine.expression.Suggestion;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Precedence;
import com.orchestrator.engine.plan.WorkflowPlan;

/** Checks that every {@code tasks.<id>} an expression reads exists and can have an output by then. */
final class ReferenceCheck {

    private final WorkflowPlan plan;
    private final Precedence precedence;
    private final Faults faults;

    ReferenceCheck(WorkflowPlan plan, Faults faults) {
        this.plan = plan;
        this.precedence = new Precedence(plan);
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
            checkOrder(task, compiled);
        }
    }

    private void checkOrder(TaskReference task, DefinitionContext.Compiled compiled) {
        String id = task.taskId();
        String reader = String.valueOf(compiled.reader());
        if (id.equals(reader)) {
            if (!compiled.afterReader()) {
                faults.error(
                        compiled.pointer(), FaultCode.READS_ITSELF, "Task '" + id + "' reads its own output", null);
            }
            return;
        }
        Node read = plan.node(id);
        Node reads = plan.node(reader);
        if (precedence.comesAfter(read, reads)) {
            faults.error(
                    compiled.pointer(),
                    FaultCode.READS_LATER_TASK,
                    "Task '" + reader + "' reads '" + id + "', which runs after it",
                    null);
        } else if (task.kind() == Kind.OUTPUT
                && !precedence.comesAfter(reads, read)
                && !precedence.isAround(read, reads)) {
            faults.warning(
                    compiled.pointer(),
                    FaultCode.MAY_NOT_HAVE_RUN,
                    "Task '" + id + "' may not have run when '" + reader + "' reads it",
                    "read it with .?output.orValue(…), or make '" + reader + "' depend on it");
        }
    }
}
