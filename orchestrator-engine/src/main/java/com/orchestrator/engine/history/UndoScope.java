package com.orchestrator.engine.history;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of the graph a rollback covers: a task and everything that comes after it, everything that comes after a
 * save-point, or everything.
 */
public final class UndoScope {

    private final @Nullable Set<String> ids;

    private UndoScope(@Nullable Set<String> ids) {
        this.ids = ids;
    }

    public static UndoScope of(WorkflowPlan plan, UndoTarget target) {
        if (!target.isPartial()) {
            return new UndoScope(null);
        }
        Set<String> ids = new HashSet<>();
        Node node = nodeOf(plan, target);
        if (target.fromTaskId() != null) {
            addTree(node, ids);
        }
        addLater(plan, node, ids);
        return new UndoScope(ids);
    }

    private static Node nodeOf(WorkflowPlan plan, UndoTarget target) {
        Node behind = target.toSavepoint() == null ? null : plan.savepoint(target.toSavepoint());
        return behind != null ? behind : plan.node(String.valueOf(target.fromTaskId()));
    }

    /**
     * The blocks' owners that are not covered themselves but hold something that is, from the inside out: they are not
     * done once it has been undone.
     */
    public static List<Node> reopened(WorkflowPlan plan, UndoTarget target) {
        Node inner = nodeOf(plan, target);
        while (target.toSavepoint() != null && inner != null && isLast(plan, inner)) {
            inner = owner(plan, inner);
        }
        return inner == null ? List.of() : around(plan, inner);
    }

    private static boolean isLast(WorkflowPlan plan, Node node) {
        Block block = plan.index().parents().get(node.id());
        return block == null || block.successorsOf(node).isEmpty();
    }

    private static @Nullable Node owner(WorkflowPlan plan, Node node) {
        Block block = plan.index().parents().get(node.id());
        return block == null ? null : plan.index().owners().get(block.id());
    }

    /** The blocks' owners around a node, from the inside out. */
    public static List<Node> around(WorkflowPlan plan, Node node) {
        List<Node> around = new ArrayList<>();
        Node inner = node;
        while (inner != null) {
            inner = owner(plan, inner);
            if (inner != null) {
                around.add(inner);
            }
        }
        return around;
    }

    public boolean contains(Node node) {
        return ids == null || ids.contains(node.id());
    }

    /** Whether it covers the node or something inside it. */
    public boolean reaches(Node node) {
        return contains(node)
                || node.blocks().stream()
                        .flatMap(block -> block.nodes().stream())
                        .anyMatch(this::reaches);
    }

    /** Everything after the node in its own block, and after each block around it. */
    private static void addLater(WorkflowPlan plan, Node node, Set<String> ids) {
        Block block = plan.index().parents().get(node.id());
        if (block == null) {
            return;
        }
        Deque<Node> open = new ArrayDeque<>(block.successorsOf(node));
        Set<String> walked = new HashSet<>();
        while (!open.isEmpty()) {
            Node next = open.pop();
            if (walked.add(next.id())) {
                addTree(next, ids);
                open.addAll(block.successorsOf(next));
            }
        }
        Node owner = plan.index().owners().get(block.id());
        if (owner != null) {
            addLater(plan, owner, ids);
        }
    }

    private static void addTree(Node node, Set<String> ids) {
        ids.add(node.id());
        for (Block block : node.blocks()) {
            block.nodes().forEach(inner -> addTree(inner, ids));
        }
    }
}
