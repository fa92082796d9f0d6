package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Finally;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Precedence;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the rules look at.
 *
 * @param nodes all of the way forward, those of a block after the block's owner
 * @param after all that is done after a rollback, in the same order
 */
record Subject(WorkflowPlan plan, List<Node> nodes, List<Node> after, Precedence precedence, Possibility possibility) {

    static Subject of(WorkflowPlan plan) {
        Precedence precedence = new Precedence(plan);
        List<Node> after = Arrays.stream(Finally.values())
                .map(plan.saga().after()::get)
                .filter(Objects::nonNull)
                .flatMap(Subject::nodesOf)
                .toList();
        return new Subject(plan, nodesOf(plan.root()).toList(), after, precedence, new Possibility(plan, precedence));
    }

    private static Stream<Node> nodesOf(Block block) {
        return block.nodes().stream()
                .flatMap(node ->
                        Stream.concat(Stream.of(node), node.blocks().stream().flatMap(Subject::nodesOf)));
    }

    /** What workers do on the way forward. */
    Stream<Node.Task> work() {
        return workOf(nodes.stream());
    }

    /** What workers do after a rollback. */
    Stream<Node.Task> workAfter() {
        return workOf(after.stream());
    }

    /** All of the plan. */
    Stream<Node> everywhere() {
        return Stream.concat(nodes.stream(), after.stream());
    }

    static Stream<Node.Task> workOf(Stream<Node> some) {
        return some.filter(Node.Task.class::isInstance).map(Node.Task.class::cast);
    }

    Stream<Node> pivots() {
        return nodes.stream().filter(node -> node.head().role().pivot());
    }

    /** A pivot that can complete in the same run as a node, and not only before it. */
    Optional<Node> pivotAhead(Node node) {
        return otherPivots(node)
                .filter(pivot -> !precedence.comesAfter(node, pivot))
                .findFirst();
    }

    /** A pivot that can be completed when a node starts. */
    Optional<Node> pivotBehind(Node node) {
        return otherPivots(node)
                .filter(pivot -> precedence.comesAfter(node, pivot))
                .findFirst();
    }

    private Stream<Node> otherPivots(Node node) {
        return pivots().filter(pivot -> !pivot.id().equals(node.id()) && possibility.canBothRun(pivot, node));
    }

    /** Whether some pivot is completed whenever a node starts. */
    boolean isPastPivot(Node node) {
        return isDoneBefore(node, done -> done.head().role().pivot());
    }

    /** Whether some node of a kind has completed whenever a node starts. */
    boolean isDoneBefore(Node node, Predicate<Node> kind) {
        return new Certainty(precedence, possibility).isDoneBefore(node, kind);
    }

    /** Whether a failure of a node can end before it reaches the run. */
    boolean isCaught(Node node) {
        return precedence.insideOut(node).stream()
                .anyMatch(around -> around.head().caught().something() || canSpareBranches(around));
    }

    private static boolean canSpareBranches(Node node) {
        return node instanceof Node.Parallel parallel
                && parallel.joinAt() < parallel.branches().size();
    }
}
