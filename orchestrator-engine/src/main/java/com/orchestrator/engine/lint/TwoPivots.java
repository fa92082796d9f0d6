package com.orchestrator.engine.lint;

import java.util.stream.Stream;

/** {@link LintCode#TWO_PIVOTS}. */
final class TwoPivots implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.pivots()
                .filter(pivot -> subject.possibility().canRun(pivot) && subject.isPastPivot(pivot))
                .map(pivot -> Finding.of(
                        LintCode.TWO_PIVOTS,
                        pivot,
                        "",
                        "Whenever '" + pivot.id() + "' starts, another pivot has completed already"));
    }
}
