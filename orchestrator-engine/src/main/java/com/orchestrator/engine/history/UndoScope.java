package com.orchestrator.engine.history;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Loop;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Repeated;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of the graph a rollback covers: a task and everything that comes after it, everything that comes after a
 * save-point, or everything; never what is done after a rollback. Later turns of a loop come after earlier ones.
 */
public final class UndoScope {

    private final WorkflowPlan plan;
    private final @Nullable Set<String> ids;
    private final List<Repeated> around;
    private final @Nullable String iteration;

    private UndoScope(WorkflowPlan plan, @Nullable Set<String> ids, List<Repeated> around, @Nullable String iteration) {
        this.plan = plan;
        this.ids = ids;
        this.around = around;
        this.iteration = iteration;
    }

    public static UndoScope of(WorkflowPlan plan, UndoTarget target) {
        if (!target.isPartial()) {
            return new UndoScope(plan, null, List.of(), null);
        }
        Set<String> ids = new HashSet<>();
        Node node = nodeOf(plan, target);
        if (target.fromTaskId() != null) {
            addTree(node, ids);
        }
        addLater(plan, node, ids);
        return new UndoScope(plan, ids, plan.repeatedAround(node.id()), target.iteration());
    }

    private static Node nodeOf(WorkflowPlan plan, UndoTarget target) {
        NodeKey savepoint = target.savepoint();
        Node behind = savepoint == null ? null : plan.savepoint(savepoint.taskId());
        NodeKey task = target.task();
        return behind != null ? behind : plan.node(task == null ? "" : task.taskId());
    }

    /**
     * The blocks' owners that are not covered themselves but hold something that is, from the inside out: they are not
     * done once it has been undone.
     */
    public static List<NodeKey> reopened(WorkflowPlan plan, UndoTarget target) {
        Node inner = nodeOf(plan, target);
        while (target.toSavepoint() != null && inner != null && isLast(plan, inner)) {
            inner = owner(plan, inner);
        }
        return inner == null
                ? List.of()
                : around(plan, inner).stream()
                        .map(node -> keyIn(plan, node, target.iteration()))
                        .toList();
    }

    private static NodeKey keyIn(WorkflowPlan plan, Node node, @Nullable String iteration) {
        int depth = plan.repeatedAround(node.id()).size();
        return new NodeKey(node.id(), Iteration.prefix(iteration, depth));
    }

    /** Whether the block is done with it. Behind a turn of a loop there may be another one. */
    private static boolean isLast(WorkflowPlan plan, Node node) {
        Block block = plan.index().parents().get(node.id());
        return block == null || (block.successorsOf(node).isEmpty() && !(owner(plan, node) instanceof Loop));
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

    public boolean contains(NodeKey key) {
        if (ids == null) {
            return !plan.index().afterRollback().contains(key.taskId());
        }
        int side = side(key);
        return side == 0 ? ids.contains(key.taskId()) : side > 0;
    }

    /** Whether it covers the task or something inside it. */
    public boolean reaches(NodeKey key) {
        return contains(key) || (side(key) == 0 && reachesInside(plan.node(key.taskId())));
    }

    private boolean reachesInside(Node node) {
        return node.blocks().stream()
                .flatMap(block -> block.nodes().stream())
                .anyMatch(inner -> Objects.requireNonNull(ids).contains(inner.id()) || reachesInside(inner));
    }

    /** Whether a task stands in a later turn than the one where the scope begins (1), in an earlier one (-1), or in neither. */
    private int side(NodeKey key) {
        List<Repeated> others = plan.repeatedAround(key.taskId());
        int depth = Math.min(around.size(), others.size());
        for (int i = 0; i < depth && around.get(i).id().equals(others.get(i).id()); i++) {
            int side =
                    around.get(i) instanceof Loop ? Integer.compare(turn(key.iteration(), i), turn(iteration, i)) : 0;
            if (side != 0) {
                return side;
            }
        }
        return 0;
    }

    private static int turn(@Nullable String iteration, int depth) {
        String path = Iteration.prefix(iteration, depth + 1);
        return path == null ? 0 : Iteration.index(path);
    }

    /**
     * Whether the place that a target names can be there: a task or a save-point of the workflow, and at most the turns of the
     * loops around it that no map is around.
     */
    public static boolean isPlace(WorkflowPlan plan, UndoTarget target) {
        NodeKey savepoint = target.savepoint();
        NodeKey task = target.task();
        Node behind = savepoint == null ? null : plan.savepoint(savepoint.taskId());
        if ((savepoint != null && behind == null) || (task != null && !plan.hasNode(task.taskId()))) {
            return false;
        }
        String iteration = target.iteration();
        if (iteration == null) {
            return true;
        }
        long loops = plan.repeatedAround(nodeOf(plan, target).id()).stream()
                .takeWhile(Loop.class::isInstance)
                .count();
        String[] turns = iteration.split("\\.", -1);
        return turns.length <= loops && Arrays.stream(turns).allMatch(UndoScope::isIndex);
    }

    private static boolean isIndex(String text) {
        return !text.isEmpty() && text.length() < 10 && text.chars().allMatch(sign -> sign >= '0' && sign <= '9');
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
