package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link LintCode#UNDO_IN_HANDLER} and {@link LintCode#UNDO_IN_FINALLY}. */
final class UndoDoneTwice implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        Map<String, String> undone = new HashMap<>();
        subject.work()
                .filter(task -> task.undo() != null)
                .forEach(task -> undone.putIfAbsent(task.undo().taskType(), task.id()));
        Stream<Node.Task> inHandlers =
                subject.work().filter(task -> subject.plan().index().handledBy().containsKey(task.id()));
        return Stream.concat(
                findings(LintCode.UNDO_IN_HANDLER, inHandlers, undone, "', which a rollback does, too"),
                findings(LintCode.UNDO_IN_FINALLY, subject.workAfter(), undone, "', which the rollback has done"));
    }

    /** @param undone task that each type of undo undoes */
    private static Stream<Finding> findings(
            LintCode code, Stream<Node.Task> work, Map<String, String> undone, String but) {
        return work.flatMap(task -> Optional.ofNullable(undone.get(task.taskType()))
                .map(other -> Finding.of(code, task, "/task", "'" + task.id() + "' does what undoes '" + other + but))
                .stream());
    }
}
