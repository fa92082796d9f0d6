package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Node;
import java.util.List;
import java.util.stream.Stream;

/** {@link LintCode#PIVOTS_MAY_MEET}. */
final class PivotsMayMeet implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        List<Node> pivots = subject.pivots().toList();
        return pivots.stream()
                .filter(pivot -> !subject.isPastPivot(pivot))
                .flatMap(pivot -> pivots.stream()
                        .takeWhile(earlier -> earlier != pivot)
                        .filter(earlier -> subject.possibility().canBothRun(earlier, pivot))
                        .limit(1)
                        .map(earlier -> Finding.of(
                                LintCode.PIVOTS_MAY_MEET,
                                pivot,
                                "",
                                "The pivots '" + earlier.id() + "' and '" + pivot.id()
                                        + "' can complete in the same run")));
    }
}
