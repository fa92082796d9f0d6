package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.RetryPolicy;
import java.util.stream.Stream;

/** {@link LintCode#BOUNDED_RETRY_AFTER_PIVOT}. */
final class BoundedRetryAfterPivot implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.work()
                .filter(task -> saysLimits(task.retry()) && !subject.isCaught(task))
                .flatMap(task -> subject
                        .pivotBehind(task)
                        .map(pivot -> Finding.of(
                                LintCode.BOUNDED_RETRY_AFTER_PIVOT,
                                task,
                                "/retry",
                                "After the pivot '" + pivot.id() + "' the limits of this retry policy do not hold"))
                        .stream());
    }

    /** What the definition left to the engine cannot be wrong. */
    static boolean saysLimits(RetryPolicy policy) {
        return policy.maxAttempts() != RetryPolicy.FORWARD_DEFAULT.maxAttempts() || policy.maxElapsed() != null;
    }
}
