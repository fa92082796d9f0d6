package com.orchestrator.engine.lint;

import java.util.stream.Stream;

/** {@link LintCode#LOCK_IN_FINALLY}. */
final class LockInFinally implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.after().stream()
                .filter(node -> !node.head().locks().isEmpty())
                .map(node -> Finding.of(
                        LintCode.LOCK_IN_FINALLY,
                        node,
                        "",
                        "'" + node.id() + "' may wait for its locks when there is nothing to go back to"));
    }
}
