package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Effect;
import com.orchestrator.engine.plan.Node;
import java.util.stream.Stream;

/** {@link LintCode#UNDO_MISSING}. */
final class UndoMissing implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.work()
                .filter(UndoMissing::mayNeedUndo)
                .flatMap(task -> subject
                        .pivotAhead(task)
                        .map(pivot -> Finding.of(
                                LintCode.UNDO_MISSING,
                                task,
                                "",
                                "Nothing undoes '" + task.id() + "' when the run fails before its pivot '" + pivot.id()
                                        + "'"))
                        .stream());
    }

    /** A pivot needs none, an irreversible task is judged as such. */
    private static boolean mayNeedUndo(Node.Task task) {
        Effect effect = task.head().role().effect();
        return task.undo() == null
                && !task.head().role().irreversible()
                && (effect == null || effect == Effect.RETRIABLE);
    }
}
