package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.TaskTimeouts;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link LintCode#LEASE_TOO_LONG}. */
final class LeaseTooLong implements LintRule {

    private static final String DETAIL =
            "The lease is not shorter than the execution timeout, so it will never be the first to end";

    @Override
    public Stream<Finding> check(Subject subject) {
        return Subject.workOf(subject.everywhere())
                .flatMap(task -> Stream.of(
                                place(task.timeouts(), "/timeouts/lease"),
                                Optional.ofNullable(task.undo())
                                        .flatMap(undo -> place(undo.timeouts(), "/compensate/timeouts/lease")))
                        .flatMap(Optional::stream)
                        .map(place -> Finding.of(LintCode.LEASE_TOO_LONG, task, place, DETAIL)));
    }

    private static Optional<String> place(TaskTimeouts timeouts, String place) {
        return Optional.of(place)
                .filter(any -> timeouts.lease() != null
                        && timeouts.execution() != null
                        && timeouts.lease().compareTo(timeouts.execution()) >= 0);
    }
}
