package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Node;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link LintCode#UNREACHABLE}. */
final class Unreachable implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.everywhere()
                .flatMap(node -> obstacle(subject, node)
                        .map(before -> Finding.of(
                                LintCode.UNREACHABLE,
                                node,
                                "",
                                "'" + node.id() + "' never runs: '" + before.id() + "' always "
                                        + (subject.possibility().mayReturn(before) ? "ends the run" : "fails")
                                        + " before it"))
                        .stream());
    }

    /** Only the first tasks behind an obstacle are worth a word. */
    private static Optional<Node> obstacle(Subject subject, Node node) {
        return node.head().dependsOn().stream()
                .sorted()
                .map(id -> subject.plan().node(id))
                .filter(before -> subject.possibility().canRun(before)
                        && !subject.possibility().canPass(before))
                .findFirst();
    }
}
