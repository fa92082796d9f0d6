package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Node;
import java.util.stream.Stream;

/** {@link LintCode#FAILS_AFTER_PIVOT}. */
final class FailsAfterPivot implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.nodes().stream()
                .filter(node -> failsByItself(node) && !subject.isCaught(node))
                .flatMap(node -> subject
                        .pivotBehind(node)
                        .map(pivot -> Finding.of(
                                LintCode.FAILS_AFTER_PIVOT,
                                node,
                                place(node),
                                "When '" + node.id() + "' fails the run after the pivot '" + pivot.id()
                                        + "', nothing is undone"))
                        .stream());
    }

    static String place(Node node) {
        return node instanceof Node.Fail ? "/fail" : "/signal/timeout";
    }

    static boolean failsByItself(Node node) {
        return node instanceof Node.Fail || (node instanceof Node.Signal signal && signal.timeout() != null);
    }
}
