package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.PlanIndex;
import com.orchestrator.engine.plan.Precedence;
import com.orchestrator.engine.plan.Precedence.Fork;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What can happen in a run, when every condition may turn out either way and work may always succeed. */
final class Possibility {

    private final PlanIndex index;
    private final Precedence precedence;
    private final Set<String> stuck = new HashSet<>();
    private final Map<String, Integer> stuckIn = new HashMap<>();
    private final Set<String> reachable = new HashSet<>();

    Possibility(WorkflowPlan plan, Precedence precedence) {
        this.index = plan.index();
        this.precedence = precedence;
        findStuck(plan.root());
        findReachable(plan.root());
    }

    private void findStuck(Block block) {
        for (Node node : block.nodes()) {
            node.blocks().forEach(this::findStuck);
            if (node.head().condition() == null && !passesOnceStarted(node, this::canPass)) {
                stuck.add(node.id());
            }
        }
        stuckIn.put(block.id(), (int)
                block.nodes().stream().filter(node -> !canPass(node)).count());
    }

    private void findReachable(Block block) {
        for (Node node : block.nodes()) {
            boolean isReached =
                    node.head().dependsOn().stream().allMatch(id -> !stuck.contains(id) && reachable.contains(id));
            if (isReached) {
                reachable.add(node.id());
                node.blocks().forEach(this::findReachable);
            }
        }
    }

    /** Whether a node can let its successors go. */
    boolean canPass(Node node) {
        return !stuck.contains(node.id());
    }

    /** Whether all nodes of a block can let go. */
    boolean canPass(Block block) {
        return stuckIn.getOrDefault(block.id(), 0) == 0;
    }

    /** How many branches can get through. */
    long passing(Node.Parallel parallel) {
        return passing(parallel, this::canPass);
    }

    private static long passing(Node.Parallel parallel, Predicate<Block> passes) {
        return parallel.branches().stream().filter(passes).count();
    }

    private static boolean passesOnceStarted(Node node, Predicate<Block> passes) {
        if (node.head().continueOnError()) {
            return true;
        }
        if (node instanceof Node.Switch choice) {
            return !hasDefault(choice) || choice.blocks().stream().anyMatch(passes);
        }
        if (node instanceof Node.Parallel parallel) {
            return passing(parallel, passes) >= parallel.joinAt();
        }
        return !(node instanceof Node.Fail);
    }

    static boolean hasDefault(Node.Switch choice) {
        return choice.cases().stream().anyMatch(option -> option.condition() == null);
    }

    boolean canRun(Node node) {
        return reachable.contains(node.id());
    }

    /** Whether there can be a run in which both start. */
    boolean canBothRun(Node one, Node other) {
        if (!canRun(one) || !canRun(other)) {
            return false;
        }
        Fork fork = precedence.fork(one, other);
        if (fork == null) {
            return !areCases(one, other);
        }
        if (precedence.comesAfter(other, one)) {
            return canPassWith(one, fork.left());
        }
        return !precedence.comesAfter(one, other) || canPassWith(other, fork.right());
    }

    /** Two cases of a switch exclude each other; branches of a parallel do not, nor does a block its own nodes. */
    private boolean areCases(Node one, Node other) {
        if (precedence.isAround(one, other) || precedence.isAround(other, one)) {
            return false;
        }
        return precedence.insideOut(one).stream()
                .filter(around -> precedence.isAround(around, other))
                .findFirst()
                .filter(Node.Switch.class::isInstance)
                .isPresent();
    }

    /** Whether a node can let its successors go in a run in which one inside it, or it itself, has started. */
    private boolean canPassWith(Node started, Node owner) {
        boolean passes = passesOnceStarted(started, this::canPass);
        Node inner = started;
        List<Node> around = precedence.insideOut(started);
        for (int i = 1; i < around.size() && !inner.id().equals(owner.id()); i++) {
            passes = passesAround(around.get(i), inner, passes);
            inner = around.get(i);
        }
        return passes;
    }

    private boolean passesAround(Node owner, Node inner, boolean innerPasses) {
        Block taken = index.parents().get(inner.id());
        boolean isThrough = innerPasses && othersPass(taken, inner);
        if (owner.head().continueOnError()) {
            return true;
        }
        if (owner instanceof Node.Parallel parallel) {
            return passing(parallel, branch -> branch.equals(taken) ? isThrough : canPass(branch)) >= parallel.joinAt();
        }
        return isThrough;
    }

    private boolean othersPass(@Nullable Block block, Node inner) {
        int others = block == null ? 0 : stuckIn.getOrDefault(block.id(), 0);
        return others == (canPass(inner) ? 0 : 1);
    }
}
