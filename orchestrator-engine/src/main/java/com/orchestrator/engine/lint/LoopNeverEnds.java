package com.orchestrator.engine.lint;

import com.orchestrator.engine.expression.HasReferences;
import com.orchestrator.engine.expression.References;
import com.orchestrator.engine.plan.Loop;
import com.orchestrator.engine.plan.Node;
import java.util.stream.Stream;

/** {@link LintCode#LOOP_NEVER_ENDS}. */
final class LoopNeverEnds implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.everywhere()
                .filter(Loop.class::isInstance)
                .map(Loop.class::cast)
                .filter(loop -> !changes(subject, loop) && !endsOtherwise(subject, loop))
                .map(loop -> Finding.of(
                        LintCode.LOOP_NEVER_ENDS,
                        loop,
                        "/loop/" + (loop.way() == Loop.Way.WHILE ? "while" : "until"),
                        "The condition of '" + loop.id() + "' is the same after each turn"));
    }

    /** Whether a turn can make the condition come out otherwise. Nobody knows what the clock says. */
    private static boolean changes(Subject subject, Loop loop) {
        if (!(loop.condition() instanceof HasReferences condition)) {
            return true;
        }
        References read = condition.references();
        boolean seesTurn = read.roots().contains(loop.as())
                || read.tasks().stream()
                        .anyMatch(task -> mayMove(subject, subject.plan().node(task.taskId()), loop));
        boolean seesVariables = read.roots().contains("vars")
                && subject.everywhere().anyMatch(node -> node instanceof Node.Assign && mayMove(subject, node, loop));
        return seesTurn || seesVariables;
    }

    /** Whether a node may run after the loop has begun, in it or beside it. What is done after a rollback has nothing else beside it. */
    private static boolean mayMove(Subject subject, Node node, Loop loop) {
        return subject.precedence().outermost(loop).equals(subject.precedence().outermost(node))
                && !subject.precedence().comesAfter(loop, node)
                && !subject.precedence().isAround(node, loop);
    }

    private static boolean endsOtherwise(Subject subject, Loop loop) {
        return subject.possibility().mayReturn(loop)
                || subject.everywhere()
                        .anyMatch(node -> node instanceof Node.Fail
                                && subject.precedence().isAround(loop, node));
    }
}
