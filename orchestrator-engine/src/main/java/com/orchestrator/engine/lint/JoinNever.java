package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Node;
import java.util.stream.Stream;

/** {@link LintCode#JOIN_NEVER}. */
final class JoinNever implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.everywhere()
                .filter(Node.Parallel.class::isInstance)
                .map(Node.Parallel.class::cast)
                .filter(parallel -> subject.possibility().canRun(parallel)
                        && !parallel.head().caught().something()
                        && !subject.possibility().mayReturn(parallel)
                        && subject.possibility().passing(parallel) < parallel.joinAt())
                .map(parallel -> Finding.of(
                        LintCode.JOIN_NEVER,
                        parallel,
                        "/parallel",
                        "'" + parallel.id() + "' waits for " + parallel.joinAt() + " branches, of which "
                                + subject.possibility().passing(parallel) + " can get through"));
    }
}
