package com.orchestrator.engine.lint;

import com.orchestrator.engine.expression.References.RootField;
import com.orchestrator.engine.plan.Node;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link LintCode#UNDO_NEEDS_OUTCOME}. */
final class UndoNeedsOutcome implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.work()
                .flatMap(task -> UndoInput.of(task).stream()
                        .flatMap(read -> read.fields().stream())
                        .flatMap(field ->
                                absence(task, field).stream().map(when -> "There is no '" + name(field) + "' " + when))
                        .sorted()
                        .map(detail -> Finding.of(LintCode.UNDO_NEEDS_OUTCOME, task, UndoInput.PLACE, detail)));
    }

    private static String name(RootField field) {
        return field.root() + "." + field.field();
    }

    private static Optional<String> absence(Node.Task task, RootField field) {
        boolean whenAttempted = task.undo() != null && task.undo().whenAttempted();
        return switch (field.root()) {
            case "output" ->
                whenAttempted ? Optional.of("when the outcome of the task is not known") : Optional.empty();
            case "error" -> Optional.of("when the task has succeeded");
            default -> Optional.empty();
        };
    }
}
