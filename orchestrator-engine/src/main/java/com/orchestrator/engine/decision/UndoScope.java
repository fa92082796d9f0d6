package com.orchestrator.engine.decision;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnParentClose;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of the graph a rollback covers: a task and everything that comes after it, or everything. */
public final class UndoScope {

    private final @Nullable Set<String> ids;

    private UndoScope(@Nullable Set<String> ids) {
        this.ids = ids;
    }

    /** @param fromTaskId everything when null */
    public static UndoScope from(WorkflowPlan plan, @Nullable String fromTaskId) {
        if (fromTaskId == null) {
            return new UndoScope(null);
        }
        Set<String> ids = new HashSet<>();
        Node node = plan.node(fromTaskId);
        addTree(node, ids);
        addLater(plan, node, ids);
        return new UndoScope(ids);
    }

    /** The blocks' owners around a node, from the inside out. */
    public static List<Node> around(WorkflowPlan plan, Node node) {
        List<Node> around = new ArrayList<>();
        Node inner = node;
        while (inner != null) {
            Block block = plan.index().parents().get(inner.id());
            inner = block == null ? null : plan.index().owners().get(block.id());
            if (inner != null) {
                around.add(inner);
            }
        }
        return around;
    }

    /** Whether the effect of the task happened, or may have and its undo covers that, within what is rolled back. */
    boolean wantsUndone(TaskRun task) {
        ChildRun child = task.child();
        if (child != null) {
            return contains(task.node()) && task.onParentClose() == OnParentClose.COMPENSATE && child.mayStand();
        }
        return task.node() instanceof Node.Task node
                && node.undo() != null
                && contains(node)
                && (task.happened() || (task.mayHaveHappened() && node.undo().whenAttempted()));
    }

    public boolean contains(Node node) {
        return ids == null || ids.contains(node.id());
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
