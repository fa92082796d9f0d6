package com.orchestrator.engine.lint;

import java.util.stream.Stream;

/** {@link LintCode#IRREVERSIBLE_BEFORE_PIVOT}. */
final class IrreversibleBeforePivot implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.work()
                .filter(task ->
                        task.head().role().irreversible() && !task.head().role().pivot())
                .flatMap(task -> subject
                        .pivotAhead(task)
                        .map(pivot -> Finding.of(
                                LintCode.IRREVERSIBLE_BEFORE_PIVOT,
                                task,
                                "",
                                "Nothing can take '" + task.id() + "' back when the run fails before its pivot '"
                                        + pivot.id() + "'"))
                        .stream());
    }
}
