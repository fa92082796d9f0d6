package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Node;
import java.util.stream.Stream;

/** {@link LintCode#UNDO_FORGOTTEN}; where a pivot comes into it, {@link LintCode#UNDO_MISSING} says more. */
final class UndoForgotten implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        boolean othersHaveOne = subject.work().anyMatch(task -> task.undo() != null);
        return othersHaveOne
                ? subject.work()
                        .filter(UndoForgotten::saysNothing)
                        .filter(task -> subject.pivotAhead(task).isEmpty()
                                && subject.pivotBehind(task).isEmpty())
                        .map(task -> Finding.of(
                                LintCode.UNDO_FORGOTTEN,
                                task,
                                "",
                                "Nothing undoes '" + task.id()
                                        + "' when the run is rolled back, which undoes other tasks"))
                : Stream.empty();
    }

    private static boolean saysNothing(Node.Task task) {
        return task.undo() == null && task.head().role().effect() == null;
    }
}
