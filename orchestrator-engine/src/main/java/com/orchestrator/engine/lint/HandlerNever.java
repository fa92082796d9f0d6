package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Handler;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Loop;
import com.orchestrator.engine.plan.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@link LintCode#HANDLER_NEVER}. What workers and other workflows fail with nobody knows. */
final class HandlerNever implements LintRule {

    /** Of every node, by its expressions and its locks. */
    private static final Set<String> ALWAYS = Set.of("EXPRESSION_FAILED", "DEADLOCK");

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.plan().index().handlings().values().stream().flatMap(handling -> {
            Node of = subject.plan().node(handling.of());
            return isOpen(of) ? Stream.empty() : findings(handling, of);
        });
    }

    private static boolean isOpen(Node node) {
        return node instanceof Node.Task
                || node instanceof Node.Child
                || inside(node).anyMatch(HandlerNever::isOpen);
    }

    private static Stream<Node> inside(Node node) {
        return node.blocks().stream().flatMap(block -> block.nodes().stream());
    }

    private static Stream<Finding> findings(Handling handling, Node of) {
        Set<String> codes = new HashSet<>(ALWAYS);
        collect(of, codes);
        List<Handler> handlers = handling.handlers();
        return IntStream.range(0, handlers.size())
                .filter(i -> !handlers.get(i).caught().everything()
                        && handlers.get(i).caught().codes().stream().noneMatch(codes::contains))
                .mapToObj(i -> Finding.of(
                        LintCode.HANDLER_NEVER,
                        handling,
                        "/" + i + "/codes",
                        "'" + of.id() + "' fails with none of these codes"));
    }

    private static void collect(Node node, Set<String> codes) {
        if (node instanceof Node.Fail fail) {
            codes.add(fail.code());
        } else if (node instanceof Node.Signal signal) {
            codes.add(
                    signal.onTimeout() == null
                            ? "SIGNAL_TIMEOUT"
                            : signal.onTimeout().code());
        } else if (node instanceof Node.Map) {
            codes.addAll(Set.of("ITEMS_NOT_A_LIST", "TOO_MANY_ITEMS"));
        } else if (node instanceof Loop) {
            codes.add(Loop.TOO_MANY_TURNS);
        }
        inside(node).forEach(inner -> collect(inner, codes));
    }
}
