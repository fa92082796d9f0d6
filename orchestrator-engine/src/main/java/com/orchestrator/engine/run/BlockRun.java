package com.orchestrator.engine.run;

import com.orchestrator.engine.history.Iteration;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One pass through a block: the tasks of the run, of a branch, of a case or of one item. It counts what its tasks have come
 * to, and tells the task around it, so that whether a block is done or lost is known without looking at all of its tasks:
 * a change costs as much as blocks nest deep.
 */
public final class BlockRun {

    private final Block block;
    private final @Nullable String iteration;
    private final @Nullable TaskRun owner;
    private final Block outermost;
    private final boolean isAfterRollback;

    private int done;
    private int dead;
    private int running;
    private int begun;
    private int waiting;

    /** Of the root: the run has completed, with or without what stands here. */
    private boolean closed;

    BlockRun(Block block, @Nullable String iteration, @Nullable TaskRun owner) {
        this.block = block;
        this.iteration = iteration;
        this.owner = owner;
        this.outermost = owner == null ? block : owner.block().outermost;
        this.isAfterRollback = owner == null ? block.comesAfterRollback() : owner.block().isAfterRollback;
    }

    public Block block() {
        return block;
    }

    public @Nullable String iteration() {
        return iteration;
    }

    /** The task it stands in; null for the root, and for what is done after a rollback. */
    public @Nullable TaskRun owner() {
        return owner;
    }

    /** Whether it is no part of the way forward, but is done after a rollback. */
    public boolean isAfterRollback() {
        return isAfterRollback;
    }

    /** The block around that stands in no task; itself, when it is that. */
    Block outermost() {
        return outermost;
    }

    public NodeKey key(Node node) {
        return new NodeKey(node.id(), iteration);
    }

    /** Whether all of its tasks let their successors go. */
    public boolean isDone() {
        return done == block.nodes().size();
    }

    /** Whether a task in it failed without anybody stopping that. */
    public boolean hasFailed() {
        return dead > 0;
    }

    /** Whether something in it is under way, or waits for a lock before it begins. */
    public boolean isRunning() {
        return running > 0 || waiting > 0;
    }

    /** Whether anything has happened in it that still counts. */
    boolean hasBegun() {
        return begun > 0 || waiting > 0;
    }

    /**
     * Where a task in it stands that nothing has happened to: skipped in a branch that was not taken, cancelled in one that
     * nobody wants any more. No event says so, so that a wide switch costs no more than a narrow one.
     */
    TaskRun.State standing() {
        if (owner == null) {
            return closed ? TaskRun.State.SKIPPED : TaskRun.State.PENDING;
        }
        return isPassedBy(owner) ? TaskRun.State.SKIPPED : standing(owner);
    }

    private TaskRun.State standing(TaskRun around) {
        return switch (around.standing()) {
            case PENDING -> TaskRun.State.PENDING;
            case RUNNING ->
                around.node().outlivesBlocks() && hasFailed() ? TaskRun.State.CANCELLED : TaskRun.State.PENDING;
            case SKIPPED -> TaskRun.State.SKIPPED;
            case COMPLETED, FAILED, CANCELLED -> TaskRun.State.CANCELLED;
        };
    }

    /** Whether it is a block of a task that has entered another one, or none. */
    private boolean isPassedBy(TaskRun around) {
        if (!around.node().entersOneBlock()) {
            return false;
        }
        return around.choice() < 0
                ? around.state() == TaskRun.State.COMPLETED
                : !around.node().blocks().get(around.choice()).id().equals(block.id());
    }

    /** One task more, or one less, waits for what it has to hold before it begins. */
    void waits(int by) {
        waiting += by;
        if (owner != null && owner.passes != null) {
            owner.passes.moved(Iteration.index(Objects.requireNonNull(iteration)), this);
        }
    }

    /** Nothing comes in it any more. */
    void close() {
        closed = true;
    }

    void become(TaskRun task, TaskRun.State next) {
        boolean wasDone = isDone();
        boolean hadFailed = hasFailed();
        count(task, -1);
        task.state = next;
        task.dead = task.isDead();
        count(task, 1);
        if (owner != null) {
            tell(owner, wasDone, hadFailed);
        }
    }

    private void count(TaskRun task, int by) {
        done += task.letsSuccessorsGo() ? by : 0;
        dead += task.dead ? by : 0;
        running += task.state == TaskRun.State.RUNNING ? by : 0;
        begun += task.state == TaskRun.State.PENDING ? 0 : by;
    }

    private void tell(TaskRun around, boolean wasDone, boolean hadFailed) {
        around.blocksDone += (isDone() ? 1 : 0) - (wasDone ? 1 : 0);
        around.blocksLost += (hasFailed() ? 1 : 0) - (hadFailed ? 1 : 0);
        if (around.passes != null) {
            around.passes.moved(Iteration.index(Objects.requireNonNull(iteration)), this);
        }
        if (around.dead != around.isDead()) {
            around.become(around.state);
        }
    }
}
