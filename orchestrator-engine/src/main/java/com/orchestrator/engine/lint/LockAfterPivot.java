package com.orchestrator.engine.lint;

import java.util.stream.Stream;

/** {@link LintCode#LOCK_AFTER_PIVOT}. */
final class LockAfterPivot implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.nodes().stream()
                .filter(node -> !node.head().locks().isEmpty())
                .flatMap(node -> subject
                        .pivotBehind(node)
                        .map(pivot -> Finding.of(
                                LintCode.LOCK_AFTER_PIVOT,
                                node,
                                "",
                                "'" + node.id() + "' may wait for its locks when the pivot '" + pivot.id()
                                        + "' has completed"))
                        .stream());
    }
}
