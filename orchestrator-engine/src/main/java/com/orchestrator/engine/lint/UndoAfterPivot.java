package com.orchestrator.engine.lint;

import java.util.stream.Stream;

/** {@link LintCode#UNDO_AFTER_PIVOT}. */
final class UndoAfterPivot implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.work()
                .filter(task -> task.undo() != null && subject.isPastPivot(task))
                .map(task -> Finding.of(
                        LintCode.UNDO_AFTER_PIVOT,
                        task,
                        "/compensate",
                        "When '" + task.id() + "' starts a pivot has completed, so nothing undoes it by itself"));
    }
}
