package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnParentClose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one task of a run stands. Read by decisions, changed only by applying events; hence the package-private fields
 * and no public setter.
 */
public final class TaskRun {

    /** Forward life of a task. {@code PENDING} has no event: it is the absence of one. */
    public enum State {
        PENDING,
        RUNNING,
        COMPLETED,
        SKIPPED,
        FAILED,
        CANCELLED
    }

    final NodeKey key;
    final Node node;
    final BlockRun block;
    final UndoRun undo = new UndoRun();

    State state = State.PENDING;
    int choice = -1;

    /** Failed itself, or by what stands inside it, without anybody stopping it. Kept by {@link BlockRun}. */
    boolean dead;

    int blocksDone;
    int blocksLost;

    /** How far a map is; null for other kinds. */
    final @Nullable ItemsRun items;

    @Nullable
    Timer timer;

    @Nullable
    ExecutionRun live;

    @Nullable
    ChildRun child;

    @Nullable
    Payload input;

    long inputSequence;

    @Nullable
    Payload output;

    @Nullable
    TaskError error;

    @Nullable
    TaskError incident;

    @Nullable
    Instant firstReadyAt;

    int executions;
    int failures;
    int lost;
    long fence;
    int round = 1;
    long finishedSequence;
    boolean succeeded;
    boolean lateSucceeded;
    boolean maybeHappened;

    TaskRun(NodeKey key, Node node, BlockRun block) {
        this.key = key;
        this.node = node;
        this.block = block;
        this.items = node instanceof Node.Map ? new ItemsRun() : null;
        this.blocksDone = (int)
                node.blocks().stream().filter(inner -> inner.nodes().isEmpty()).count();
    }

    public NodeKey key() {
        return key;
    }

    public Node node() {
        return node;
    }

    /** Where it stands. */
    BlockRun block() {
        return block;
    }

    public UndoRun undo() {
        return undo;
    }

    public State state() {
        return state;
    }

    /** Case a switch took, -1 for none. */
    public int choice() {
        return choice;
    }

    /** The forward execution that is ready or leased, if any. */
    public @Nullable ExecutionRun live() {
        return live;
    }

    /** The run it has started, if it is a task that does. */
    public @Nullable ChildRun child() {
        return child;
    }

    /** Whether a rollback has to wait until the run it has started comes to its end. */
    boolean awaitsChild() {
        if (child == null || child.over || undo.state != UndoRun.State.OPEN) {
            return false;
        }
        return child.closing || (state == State.RUNNING && onParentClose() != OnParentClose.ABANDON);
    }

    OnParentClose onParentClose() {
        return ((Node.Child) node).onParentClose();
    }

    public @Nullable Payload output() {
        return output;
    }

    public @Nullable TaskError incident() {
        return incident;
    }

    /** Executions made so far, forward, over all rounds; the next one's number is one more. */
    public int executions() {
        return executions;
    }

    /** Attempts that count against the retry policy. */
    public int failures() {
        return failures;
    }

    public int lost() {
        return lost;
    }

    /** Whether the tasks that wait for this one may go on. */
    public boolean letsSuccessorsGo() {
        return switch (state) {
            case COMPLETED, SKIPPED -> true;
            case FAILED -> node.head().continueOnError();
            case PENDING, RUNNING, CANCELLED -> false;
        };
    }

    /** Whether so few of its blocks have failed that it can still be done. */
    boolean survives() {
        return node.survives(blocksLost, items == null ? node.blocks().size() : items.total());
    }

    /** Whether nobody stops its failure, as far as this task goes. */
    boolean isDead() {
        if (node.head().continueOnError()) {
            return false;
        }
        return switch (state) {
            case FAILED, CANCELLED -> true;
            case RUNNING -> !survives();
            case PENDING, COMPLETED, SKIPPED -> false;
        };
    }

    /** The only way to change the state, because the block counts. */
    void become(State next) {
        block.become(this, next);
    }

    /** Whether a worker does it. */
    public boolean isWork() {
        return node instanceof Node.Task;
    }

    /** Whether its effect happened for certain. */
    public boolean happened() {
        return succeeded || lateSucceeded;
    }

    /** Whether its effect happened, or may have. */
    public boolean mayHaveHappened() {
        return happened() || maybeHappened;
    }

    /** Goes on after a stop. The time in which the run did not go forward does not count. */
    void restart() {
        become(node.blocks().isEmpty() ? State.PENDING : State.RUNNING);
        firstReadyAt = null;
        if (child != null) {
            child = null;
            round++;
            undo.startOver();
        }
    }

    /** Forgets this round: the task will be done again under a new idempotency key. */
    void startOver() {
        become(State.PENDING);
        choice = -1;
        if (items != null) {
            items.startOver();
        }
        timer = null;
        live = null;
        child = null;
        input = null;
        output = null;
        error = null;
        incident = null;
        firstReadyAt = null;
        failures = 0;
        lost = 0;
        round++;
        finishedSequence = 0;
        succeeded = false;
        lateSucceeded = false;
        maybeHappened = false;
        undo.startOver();
    }
}
