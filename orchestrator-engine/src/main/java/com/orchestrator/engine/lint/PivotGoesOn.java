package com.orchestrator.engine.lint;

import java.util.stream.Stream;

/** {@link LintCode#PIVOT_GOES_ON}. */
final class PivotGoesOn implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.pivots()
                .filter(pivot -> pivot.head().continueOnError())
                .map(pivot -> Finding.of(
                        LintCode.PIVOT_GOES_ON,
                        pivot,
                        "/onError",
                        "When the pivot '" + pivot.id() + "' fails, the run goes on as if it had been decided"));
    }
}
