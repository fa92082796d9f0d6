package com.orchestrator.engine.lint;

import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.decision.Expressions;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Caught;
import com.orchestrator.engine.plan.Condition;
import com.orchestrator.engine.plan.Effect;
import com.orchestrator.engine.plan.Head;
import com.orchestrator.engine.plan.Locks;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnUnknown;
import com.orchestrator.engine.plan.RetryPolicy;
import com.orchestrator.engine.plan.SagaPlan;
import com.orchestrator.engine.plan.SagaRole;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.TaskControls;
import com.orchestrator.engine.plan.TaskTimeouts;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A small graph of tasks, pivots, failures, switches and parallels, with random dependencies and conditions. */
final class RandomPlan {

    private static final int NODES_MAX = 9;
    private static final int DEPTH_MAX = 2;

    private final RandomGenerator random;
    private int nodes;

    private RandomPlan(RandomGenerator random) {
        this.random = random;
    }

    static WorkflowPlan of(RandomGenerator random) {
        Block root = new RandomPlan(random).block(Block.ROOT_ID, 0);
        return WorkflowPlan.of(
                "n", "w", 1, root, SagaPlan.DEFAULT, Priority.DEFAULT, null, null, null, input -> Map.of());
    }

    private Block block(String id, int depth) {
        List<Node> list = new ArrayList<>();
        int wanted = random.nextInt(depth == 0 ? 2 : 0, 5 - depth);
        while (list.size() < wanted && nodes < NODES_MAX) {
            list.add(node(dependsOn(list), depth));
        }
        return Block.of(id, list);
    }

    private Set<String> dependsOn(List<Node> before) {
        if (before.isEmpty() || random.nextInt(3) > 0) {
            return before.isEmpty()
                    ? Set.of()
                    : Set.of(before.get(before.size() - 1).id());
        }
        Set<String> some = new HashSet<>();
        before.stream().filter(node -> random.nextBoolean()).forEach(node -> some.add(node.id()));
        return some;
    }

    private Node node(Set<String> dependsOn, int depth) {
        String id = "n" + nodes++;
        Condition condition = random.nextInt(5) == 0 ? new Either() : null;
        SagaRole role =
                random.nextInt(4) == 0 ? new SagaRole(Effect.PIVOT, true, false) : new SagaRole(null, false, false);
        Head head = new Head(
                id,
                dependsOn,
                condition,
                random.nextInt(8) == 0 ? Caught.EVERYTHING : Caught.NOTHING,
                role,
                null,
                null,
                Locks.NONE);
        int kind = random.nextInt(depth < DEPTH_MAX ? 8 : 5);
        return switch (kind) {
            case 0 -> new Node.Fail(head, "NO", null, null);
            case 1 ->
                random.nextInt(3) == 0
                        ? new Node.Return(head, Expressions.json("null"))
                        : new Node.Fail(head, "NO", null, null);
            case 5, 6 -> choice(head, depth);
            case 7 -> parallel(head, depth);
            default ->
                new Node.Task(
                        head,
                        "t",
                        "t",
                        null,
                        RetryPolicy.FORWARD_DEFAULT,
                        TaskTimeouts.NONE,
                        null,
                        OnUnknown.RETRY,
                        TaskControls.NONE);
        };
    }

    private Node choice(Head head, int depth) {
        List<Node.Case> cases = new ArrayList<>();
        int wanted = random.nextInt(1, 3);
        for (int i = 0; i < wanted; i++) {
            boolean isDefault = i == wanted - 1 && random.nextBoolean();
            cases.add(new Node.Case(isDefault ? null : new Either(), block(head.id() + "/" + i, depth + 1)));
        }
        return new Node.Switch(head, cases);
    }

    private Node parallel(Head head, int depth) {
        List<Block> branches = new ArrayList<>();
        int wanted = random.nextInt(1, 4);
        for (int i = 0; i < wanted; i++) {
            branches.add(block(head.id() + "/" + i, depth + 1));
        }
        return new Node.Parallel(head, branches, random.nextInt(1, wanted + 1));
    }

    /** Nobody evaluates it. */
    private record Either() implements Condition {
        @Override
        public boolean test(@Nullable Scope scope) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<String> taskOutputsRead() {
            return Set.of();
        }
    }
}
