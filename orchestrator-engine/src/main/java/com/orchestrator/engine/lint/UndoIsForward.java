package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Undo;
import java.util.stream.Stream;

/** {@link LintCode#UNDO_IS_FORWARD}. */
final class UndoIsForward implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.work()
                .filter(UndoIsForward::isSameWork)
                .map(task -> Finding.of(
                        LintCode.UNDO_IS_FORWARD,
                        task,
                        "/compensate/task",
                        "'" + task.id() + "' is undone by what it does, '" + task.taskType() + "'"));
    }

    private static boolean isSameWork(Node.Task task) {
        Undo undo = task.undo();
        return undo != null
                && undo.taskType().equals(task.taskType())
                && undo.queue().equals(task.queue());
    }
}
