package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Handler;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Loop;
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
import java.util.stream.Stream;
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
        Stream.concat(Stream.of(plan.root()), plan.saga().after().values().stream())
                .forEach(block -> {
                    findStuck(block);
                    findReachable(block);
                });
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

    private boolean passesOnceStarted(Node node, Predicate<Block> passes) {
        return node.head().caught().something() || passesUncaught(node, passes);
    }

    private boolean passesUncaught(Node node, Predicate<Block> passes) {
        if (node instanceof Handling handling) {
            return mayBeSkipped(handling) || handling.handlers().stream().anyMatch(handler -> goesOn(handler, passes));
        }
        if (node instanceof Node.Switch choice) {
            return !hasDefault(choice) || choice.blocks().stream().anyMatch(passes);
        }
        if (node instanceof Node.Parallel parallel) {
            return passing(parallel, passes) >= parallel.joinAt();
        }
        if (node instanceof Loop loop && loop.hasFirstTurn()) {
            return passes.test(loop.block());
        }
        return !(node instanceof Node.Fail) && !(node instanceof Node.Return);
    }

    /** Whether what it is about may do without it. */
    private boolean mayBeSkipped(Handling handling) {
        Node of = index.nodes().get(handling.of());
        return of == null || of.head().condition() != null || passesUncaught(of, this::canPass);
    }

    private static boolean goesOn(Handler handler, Predicate<Block> passes) {
        return handler.then() == Handler.Then.CONTINUE && passes.test(handler.block());
    }

    private static boolean goesOn(Handling handling, @Nullable Block taken) {
        return handling.handlers().stream()
                .anyMatch(handler -> handler.block().equals(taken) && handler.then() == Handler.Then.CONTINUE);
    }

    static boolean hasDefault(Node.Switch choice) {
        return choice.cases().stream().anyMatch(option -> option.condition() == null);
    }

    /** Whether something in a node that can run ends the run there and then. */
    boolean mayReturn(Node node) {
        return (isReturn(node) && canRun(node))
                || node.blocks().stream()
                        .anyMatch(block -> block.nodes().stream().anyMatch(this::mayReturn));
    }

    static boolean isReturn(Node node) {
        return node instanceof Node.Return
                || (node instanceof Handling handling
                        && handling.handlers().stream().anyMatch(handler -> handler.then() == Handler.Then.RETURN));
    }

    /** Whether a node may not have run yet, or not be done, when another one starts that it does not exclude. */
    boolean mayBeLeftOut(Node node, Node byOther) {
        return !precedence.comesAfter(byOther, node) && !areCases(node, byOther);
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

    /**
     * Two cases of a switch exclude each other; branches of a parallel do not, nor does a block its own nodes. Of a switch that is
     * passed more than once each pass takes its own case.
     */
    private boolean areCases(Node one, Node other) {
        if (precedence.isAround(one, other) || precedence.isAround(other, one)) {
            return false;
        }
        return precedence.insideOut(one).stream()
                .filter(around -> precedence.isAround(around, other))
                .findFirst()
                .filter(around -> around.entersOneBlock()
                        && index.repeated().getOrDefault(around.id(), List.of()).isEmpty())
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
        if (owner.head().caught().something()) {
            return true;
        }
        if (owner instanceof Handling handling && !goesOn(handling, taken)) {
            return false;
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
