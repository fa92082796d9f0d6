package com.orchestrator.engine.lint;

import java.util.stream.Stream;

/** {@link LintCode#FAILS_IN_FINALLY}. */
final class FailsInFinally implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.after().stream()
                .filter(node -> FailsAfterPivot.failsByItself(node) && !subject.isCaught(node))
                .map(node -> Finding.of(
                        LintCode.FAILS_IN_FINALLY,
                        node,
                        FailsAfterPivot.place(node),
                        "When '" + node.id() + "' fails, the run waits for a person"));
    }
}
