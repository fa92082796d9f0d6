package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Handler;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Node;
import java.util.stream.Stream;

/** {@link LintCode#PIVOT_GOES_ON}. */
final class PivotGoesOn implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.pivots()
                .filter(pivot -> goesOn(subject, pivot))
                .map(pivot -> Finding.of(
                        LintCode.PIVOT_GOES_ON,
                        pivot,
                        "/onError",
                        "When the pivot '" + pivot.id() + "' fails, the run goes on as if it had been decided"));
    }

    private static boolean goesOn(Subject subject, Node pivot) {
        Handling handling = subject.plan().index().handlings().get(pivot.id());
        return handling == null
                ? pivot.head().caught().something()
                : handling.handlers().stream().anyMatch(handler -> handler.then() == Handler.Then.CONTINUE);
    }
}
