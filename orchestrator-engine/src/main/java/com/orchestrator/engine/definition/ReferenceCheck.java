package com.orchestrator.engine.definition;

import com.orchestrator.engine.expression.HasReferences;
import com.orchestrator.engine.expression.References.Kind;
import com.orchestrator.engine.expression.References.RootField;
import com.orchestrator.engine.expression.References.TaskReference;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Precedence;
import com.orchestrator.engine.plan.Repeated;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.Suggestion;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
            expression.references().tasks().stream()
                    .sorted(Comparator.comparing(TaskReference::taskId))
                    .forEach(task -> check(task, compiled));
            expression.references().fields().stream()
                    .filter(field -> !isKnown(field))
                    .sorted(Comparator.comparing(RootField::field))
                    .forEach(field -> isNotThere(field, compiled));
        }
    }

    private static boolean isKnown(RootField field) {
        Set<String> known = Scope.FIELDS.get(field.root());
        return known == null || known.contains(field.field());
    }

    /** No fault: the variable of a macro may be called like that. */
    private void isNotThere(RootField field, DefinitionContext.Compiled compiled) {
        String name = field.field();
        boolean meantTask = field.root().equals("task") && plan.hasNode(name);
        Set<String> known = new TreeSet<>(Scope.FIELDS.getOrDefault(field.root(), Set.of()));
        faults.warning(
                compiled.pointer(),
                FaultCode.UNKNOWN_FIELD,
                "'" + field.root() + "' has no '" + name + "'",
                meantTask ? "did you mean 'tasks." + name + "'?" : "known here: " + String.join(", ", known));
    }

    private void check(TaskReference task, DefinitionContext.Compiled compiled) {
        String id = task.taskId();
        if (!plan.hasNode(id)) {
            String hint = faults.wantsHints() ? hint(id) : null;
            faults.error(compiled.pointer(), FaultCode.UNKNOWN_TASK, "There is no task '" + id + "'", hint);
        } else if (isDoneAfterRollback(id) && !isDoneAfterRollback(compiled.reader())) {
            faults.error(
                    compiled.pointer(),
                    FaultCode.READS_LATER_TASK,
                    "Task '" + id + "' is done after a rollback, when nothing reads it any more",
                    null);
        } else if (saysWhatPassesComeTo(id, compiled)) {
            return;
        } else if (!sharesPass(id, compiled.reader())) {
            readsInside(id, compiled);
        } else if (compiled.reader() != null) {
            checkOrder(task, compiled);
        }
    }

    private boolean isDoneAfterRollback(@Nullable String id) {
        return id != null && plan.index().afterRollback().contains(id);
    }

    private @Nullable String hint(String id) {
        return Suggestion.nearest(id, plan.index().nodes().keySet())
                .map(near -> "did you mean '" + near + "'?")
                .orElse(null);
    }

    /** A map or a loop says what a pass comes to when the tasks inside are done, and reads those of that pass. */
    private boolean saysWhatPassesComeTo(String id, DefinitionContext.Compiled compiled) {
        if (!compiled.afterReader() || !(plan.node(String.valueOf(compiled.reader())) instanceof Repeated own)) {
            return false;
        }
        List<Repeated> around = plan.repeatedAround(id);
        return !around.isEmpty()
                && around.get(around.size() - 1).equals(own)
                && around.size() == plan.repeatedAround(own.id()).size() + 1;
    }

    /** Inside a map or a loop a task is there for each pass, so only what stands inside the same one knows which is meant. */
    private boolean sharesPass(String id, @Nullable String reader) {
        List<Repeated> around = plan.repeatedAround(id);
        List<Repeated> known = reader == null ? List.of() : plan.repeatedAround(reader);
        return around.size() <= known.size() && around.equals(known.subList(0, around.size()));
    }

    private void readsInside(String id, DefinitionContext.Compiled compiled) {
        List<Repeated> around = plan.repeatedAround(id);
        Repeated inner = around.get(around.size() - 1);
        boolean isMap = inner instanceof Node.Map;
        faults.error(
                compiled.pointer(),
                isMap ? FaultCode.READS_INSIDE_MAP : FaultCode.READS_INSIDE_LOOP,
                "Task '" + id + "' is there once for each " + (isMap ? "item of map '" : "turn of loop '") + inner.id()
                        + "'",
                "read " + (isMap ? "the list " : "") + "tasks." + inner.id() + ".output, and say with 'output' of '"
                        + inner.id() + "' what is in it"
                        + (!isMap && inner.id().equals(compiled.reader())
                                ? "; 'while' sees it as " + inner.as() + ".last"
                                : ""));
    }

    private void checkOrder(TaskReference task, DefinitionContext.Compiled compiled) {
        String id = task.taskId();
        String reader = String.valueOf(compiled.reader());
        if (id.equals(reader)) {
            if (!compiled.afterReader() || plan.node(id) instanceof Repeated) {
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
                    isDoneAfterRollback(reader) && !isDoneAfterRollback(id)
                            ? "read it with .?output.orValue(…): what was rolled back may have failed before it"
                            : "read it with .?output.orValue(…), or make '" + reader + "' depend on it");
        }
    }
}
