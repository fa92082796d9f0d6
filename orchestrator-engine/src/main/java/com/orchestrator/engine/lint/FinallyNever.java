package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Finally;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnParentClose;
import java.util.stream.Stream;

/** {@link LintCode#FINALLY_NEVER}. */
final class FinallyNever implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        Block block = subject.plan().saga().after().get(Finally.UNDO_FAILED);
        if (block == null || subject.nodes().stream().anyMatch(FinallyNever::isUndone)) {
            return Stream.empty();
        }
        return block.nodes().stream()
                .limit(1)
                .map(first -> Finding.of(
                        LintCode.FINALLY_NEVER,
                        first,
                        "",
                        "'" + first.id() + "' is never done: nothing of the workflow has an undo that could give up"));
    }

    private static boolean isUndone(Node node) {
        return node instanceof Node.Task task
                ? task.undo() != null
                : node instanceof Node.Child child && child.onParentClose() == OnParentClose.COMPENSATE;
    }
}
