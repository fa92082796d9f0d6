package com.orchestrator.engine.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who has to be done before whom, by list order and {@code dependsOn}, whatever block each stands in. */
public final class Precedence {

    private final PlanIndex index;
    private final Map<String, BitSet> before = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();

    public Precedence(WorkflowPlan plan) {
        this.index = plan.index();
        order(plan.root());
        plan.saga().after().values().forEach(this::order);
    }

    /** Blocks list their nodes after those they wait for, so one pass sees everything. */
    private void order(Block block) {
        Map<String, Integer> seen = new HashMap<>();
        for (Node node : block.nodes()) {
            BitSet earlier = new BitSet();
            node.head().dependsOn().stream().filter(seen::containsKey).forEach(id -> {
                earlier.set(seen.getOrDefault(id, 0));
                earlier.or(before.getOrDefault(id, earlier));
            });
            before.put(node.id(), earlier);
            seen.put(node.id(), seen.size());
        }
        places.putAll(seen);
        block.nodes().forEach(node -> node.blocks().forEach(this::order));
    }

    /** Nodes of the same block that are done when this one starts. */
    public List<Node> before(Node node) {
        Block block = index.parents().get(node.id());
        BitSet earlier = before.get(node.id());
        return block == null || earlier == null
                ? List.of()
                : earlier.stream().mapToObj(block.nodes()::get).toList();
    }

    /** Whether {@code later} can only start when {@code earlier}, or a block around it, is done. */
    public boolean comesAfter(Node later, Node earlier) {
        Fork fork = fork(later, earlier);
        return fork != null && isBefore(fork.right(), fork.left());
    }

    private boolean isBefore(Node earlier, Node later) {
        BitSet all = before.get(later.id());
        Integer place = places.get(earlier.id());
        return all != null && place != null && all.get(place);
    }

    /**
     * Where the ways to two nodes part.
     *
     * @param left the node around, or the same as, the one
     * @param right that around the other, in the same block
     */
    public record Fork(Node left, Node right) {}

    /** Absent when no block has them in two of its nodes: one is around the other, or they stand in two blocks of one node. */
    public @Nullable Fork fork(Node left, Node right) {
        List<Node> ways = outsideIn(left);
        List<Node> others = outsideIn(right);
        int depth = 0;
        while (depth < Math.min(ways.size(), others.size())) {
            Node way = ways.get(depth);
            Node other = others.get(depth);
            if (!way.id().equals(other.id())) {
                return isSameBlock(way, other) ? new Fork(way, other) : null;
            }
            depth++;
        }
        return null;
    }

    private boolean isSameBlock(Node a, Node b) {
        Block block = index.parents().get(a.id());
        Block other = index.parents().get(b.id());
        return block != null && other != null && block.id().equals(other.id());
    }

    public boolean isAround(Node outer, Node inner) {
        return !outer.id().equals(inner.id())
                && insideOut(inner).stream().anyMatch(node -> node.id().equals(outer.id()));
    }

    /** The node and those around it, inside out. */
    public List<Node> insideOut(Node node) {
        List<Node> chain = new ArrayList<>();
        Node at = node;
        while (at != null) {
            chain.add(at);
            Block block = index.parents().get(at.id());
            at = block == null ? null : index.owners().get(block.id());
        }
        return chain;
    }

    /** Id of the block around it that stands in no other node. */
    public String outermost(Node node) {
        List<Node> chain = insideOut(node);
        Block block = index.parents().get(chain.get(chain.size() - 1).id());
        return block == null ? Block.ROOT_ID : block.id();
    }

    private List<Node> outsideIn(Node node) {
        List<Node> chain = insideOut(node);
        Collections.reverse(chain);
        return chain;
    }
}
