package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link LintCode#UNDO_IN_HANDLER}. */
final class UndoInHandler implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        Map<String, String> undone = new HashMap<>();
        subject.work()
                .filter(task -> task.undo() != null)
                .forEach(task -> undone.putIfAbsent(task.undo().taskType(), task.id()));
        return subject.work()
                .filter(task -> subject.plan().index().handledBy().containsKey(task.id()))
                .flatMap(task ->
                        Optional.ofNullable(undone.get(task.taskType())).map(other -> finding(task, other)).stream());
    }

    private static Finding finding(Node.Task task, String undone) {
        return Finding.of(
                LintCode.UNDO_IN_HANDLER,
                task,
                "/task",
                "'" + task.id() + "' does what undoes '" + undone + "', which a rollback does, too");
    }
}
