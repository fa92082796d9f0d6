package com.orchestrator.engine.lint;

import java.util.stream.Stream;

/** {@link LintCode#BOUNDED_RETRY_IN_FINALLY}. */
final class BoundedRetryInFinally implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.workAfter()
                .filter(task -> BoundedRetryAfterPivot.saysLimits(task.retry()) && !subject.isCaught(task))
                .map(task -> Finding.of(
                        LintCode.BOUNDED_RETRY_IN_FINALLY,
                        task,
                        "/retry",
                        "After a rollback the limits of the retry policy of '" + task.id() + "' do not hold"));
    }
}
