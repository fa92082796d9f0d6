package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Loop;
import java.util.stream.Stream;

/** {@link LintCode#PIVOT_IN_LOOP}. */
final class PivotInLoop implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.pivots()
                .filter(pivot -> subject.possibility().canRun(pivot))
                .flatMap(pivot -> subject.precedence().insideOut(pivot).stream()
                        .skip(1)
                        .filter(Loop.class::isInstance)
                        .limit(1)
                        .map(loop -> Finding.of(
                                LintCode.PIVOT_IN_LOOP,
                                pivot,
                                "",
                                "After the first turn of '" + loop.id() + "' the pivot '" + pivot.id()
                                        + "' has completed, and there is no way back from the turns that follow")));
    }
}
