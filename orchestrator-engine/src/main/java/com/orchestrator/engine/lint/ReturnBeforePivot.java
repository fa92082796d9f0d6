package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Effect;
import com.orchestrator.engine.plan.Node;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link LintCode#RETURN_BEFORE_PIVOT}. */
final class ReturnBeforePivot implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.nodes().stream()
                .filter(node ->
                        Possibility.isReturn(node) && subject.possibility().canRun(node))
                .filter(node -> !subject.isPastPivot(node))
                .flatMap(node -> pivotLeftOut(subject, node).stream()
                        .flatMap(pivot -> workLeftOver(subject, node).stream()
                                .map(work -> Finding.of(
                                        LintCode.RETURN_BEFORE_PIVOT,
                                        node,
                                        node instanceof Node.Return ? "/return" : "",
                                        "When '" + node.id() + "' completes the run, '" + work.id()
                                                + "' may be done and the pivot '" + pivot.id() + "' is not"))));
    }

    private static Optional<Node> pivotLeftOut(Subject subject, Node end) {
        return subject.pivots()
                .filter(pivot ->
                        !pivot.id().equals(end.id()) && subject.possibility().mayBeLeftOut(pivot, end))
                .findFirst();
    }

    private static Optional<Node> workLeftOver(Subject subject, Node end) {
        return subject.nodes().stream()
                .filter(node -> hasEffect(node)
                        && subject.possibility().canBothRun(node, end)
                        && !subject.precedence().comesAfter(node, end))
                .findFirst();
    }

    private static boolean hasEffect(Node node) {
        return node instanceof Node.Child
                || (node instanceof Node.Task && node.head().role().effect() != Effect.NONE);
    }
}
