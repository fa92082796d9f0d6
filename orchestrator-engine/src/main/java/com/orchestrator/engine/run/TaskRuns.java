package com.orchestrator.engine.run;

import com.orchestrator.engine.history.Iteration;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Repeated;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tasks of one run and the passes through its blocks, by where they stand. */
public final class TaskRuns {

    private final WorkflowPlan plan;
    private final Map<NodeKey, TaskRun> seen = new LinkedHashMap<>();
    /** Pending tasks that decisions have looked at. No event speaks of them, so they are no part of the run. */
    private final Map<NodeKey, TaskRun> imagined = new HashMap<>();

    private final Map<NodeKey, BlockRun> blocks = new HashMap<>();

    TaskRuns(WorkflowPlan plan) {
        this.plan = plan;
    }

    /** The task as it stands; a task nothing has happened to yet is made up as pending. */
    TaskRun task(NodeKey key) {
        TaskRun task = seen.get(key);
        if (task == null) {
            task = imagined.get(key);
        }
        return task == null ? imagine(key) : task;
    }

    private TaskRun imagine(NodeKey key) {
        TaskRun task = pending(key);
        imagined.put(key, task);
        return task;
    }

    private TaskRun pending(NodeKey key) {
        Block parent = Objects.requireNonNull(
                plan.index().parents().get(plan.node(key.taskId()).id()));
        return new TaskRun(key, plan.node(key.taskId()), block(parent, key.iteration()));
    }

    /** The task an event speaks of; from then on it has been seen. */
    TaskRun mentioned(NodeKey key) {
        TaskRun task = seen.get(key);
        if (task == null) {
            task = task(key);
            imagined.remove(key);
            seen.put(key, task);
        }
        return task;
    }

    /** The task, if something has happened to it. */
    public @Nullable TaskRun ifSeen(NodeKey key) {
        return seen.get(key);
    }

    boolean knows(NodeKey key) {
        boolean isOnce = key.iteration() == null
                && plan.hasNode(key.taskId())
                && plan.repeatedAround(key.taskId()).isEmpty();
        return isOnce || seen.containsKey(key);
    }

    /** Tasks that something has happened to, in order of first mention; a copy. */
    Collection<TaskRun> seen() {
        return List.copyOf(seen.values());
    }

    public BlockRun root() {
        return block(plan.root(), null);
    }

    /** What is done after a rollback. */
    public BlockRun root(Block afterRollback) {
        return block(afterRollback, null);
    }

    private BlockRun block(Block block, @Nullable String iteration) {
        NodeKey key = new NodeKey(block.id(), iteration);
        BlockRun known = blocks.get(key);
        if (known == null) {
            known = new BlockRun(block, iteration, owner(block, iteration));
            blocks.put(key, known);
        }
        return known;
    }

    private @Nullable TaskRun owner(Block block, @Nullable String iteration) {
        Node owner = plan.index().owners().get(block.id());
        if (owner == null) {
            return null;
        }
        return task(new NodeKey(owner.id(), owner instanceof Repeated ? Iteration.outer(iteration) : iteration));
    }

    /** The pass through one of the blocks inside a task; for a map or a loop, the pass with that index. */
    public BlockRun inside(TaskRun task, int index) {
        String iteration = task.key().iteration();
        return task.node() instanceof Repeated again
                ? block(again.block(), Iteration.of(iteration, index))
                : block(task.node().blocks().get(index), iteration);
    }

    /** The turn so many behind another one of the same loop; null when none has begun there, or when it is no turn. */
    @Nullable
    BlockRun turnBeside(BlockRun turn, int by) {
        TaskRun owner = turn.owner();
        if (owner == null || !(owner.passes instanceof PassesRun.Turns turns)) {
            return null;
        }
        int index = Iteration.index(Objects.requireNonNull(turn.iteration())) + by;
        return index < 0 || index >= turns.begun() ? null : inside(owner, index);
    }

    /** The blocks inside a task that may have something under way. */
    public List<BlockRun> activeInside(TaskRun task) {
        if (task.passes != null) {
            return task.passes.active().stream().map(item -> inside(task, item)).toList();
        }
        return inside(task);
    }

    /** The blocks inside a task that something may have happened in. */
    List<BlockRun> begunInside(TaskRun task) {
        if (task.passes == null) {
            return inside(task);
        }
        List<BlockRun> begun = new ArrayList<>();
        for (int i = 0; i < task.passes.begun(); i++) {
            begun.add(inside(task, i));
        }
        return begun;
    }

    /** Whether a task of this node is under way or may still come, for one pass at least of the maps and loops around it. */
    boolean mayStillCome(Node node) {
        return mayStillCome(node, plan.repeatedAround(node.id()), null);
    }

    private boolean mayStillCome(Node node, List<Repeated> around, @Nullable String iteration) {
        TaskRun task =
                task(new NodeKey(around.isEmpty() ? node.id() : around.get(0).id(), iteration));
        boolean isOpen = task.standing() == TaskRun.State.PENDING || task.standing() == TaskRun.State.RUNNING;
        if (task.passes == null || around.isEmpty() || !isOpen) {
            return isOpen;
        }
        List<Repeated> inside = around.subList(1, around.size());
        return task.passes.mayBegin()
                || task.passes.open().anyMatch(item -> mayStillCome(node, inside, Iteration.of(iteration, item)));
    }

    private List<BlockRun> inside(TaskRun task) {
        List<BlockRun> inside = new ArrayList<>();
        for (int i = 0; i < task.node().blocks().size(); i++) {
            inside.add(inside(task, i));
        }
        return inside;
    }
}
