package com.orchestrator.engine.run;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.TaskState;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.Timer;
import com.orchestrator.engine.history.Trouble;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnParentClose;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
    UndoRun undo = new UndoRun(this, 1);
    /** Of rounds in which it was attempted, so that somebody may yet report a success; oldest first. */
    List<UndoRun> earlierUndos = List.of();

    final ProbeRun probe = new ProbeRun();

    State state = State.PENDING;
    int choice = -1;

    /** Failed itself, or by what stands inside it, without anybody stopping it. Kept by {@link BlockRun}. */
    boolean dead;

    int blocksDone;
    int blocksLost;

    /** How far a map or a loop is; null for other kinds. */
    final @Nullable PassesRun passes;

    @Nullable
    Timer timer;

    @Nullable
    ExecutionRun live;

    @Nullable
    ChildRun child;

    @Nullable
    ExecutionRun lastAttempt;

    @Nullable
    Payload input;

    long inputSequence;

    @Nullable
    Payload output;

    @Nullable
    TaskError error;

    @Nullable
    TaskError incident;
    /** The newest incident of it, which may be over. */
    @Nullable
    Trouble raised;

    @Nullable
    Instant firstReadyAt;

    int executions;
    int undoExecutions;
    int failures;
    int lost;
    long fence;
    int round = 1;
    /** How often its {@code onFailure} has sent the run forward again. */
    int failureRounds;

    /** Nobody wanted it any more while it was under way. */
    boolean dropped;

    long finishedSequence;
    boolean succeeded;
    boolean lateSucceeded;
    boolean maybeHappened;

    TaskRun(NodeKey key, Node node, BlockRun block) {
        this.key = key;
        this.node = node;
        this.block = block;
        this.passes = PassesRun.of(node);
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
    public BlockRun block() {
        return block;
    }

    /** Of the present round. */
    public UndoRun undo() {
        return undo;
    }

    /** Of every round in which there may be something to undo, oldest first. */
    public List<UndoRun> undos() {
        return Stream.concat(earlierUndos.stream(), Stream.of(undo)).toList();
    }

    public UndoRun undoOf(int round) {
        return undos().stream()
                .filter(of -> of.round == round)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nobody attempted round " + round + " of task " + key));
    }

    /** The undo that gave up, of the oldest round if there are several. */
    public Optional<UndoRun> deadLetter() {
        return undos().stream().filter(of -> of.state == UndoRun.State.DEAD).findFirst();
    }

    /** Whether the effect of an earlier round is still being undone. */
    boolean undoesEarlierRound() {
        return earlierUndos.stream()
                .anyMatch(of -> of.state == UndoRun.State.OPEN || of.state == UndoRun.State.RUNNING);
    }

    /** Token that the next lease of it is given, or the end of one; of attempts in all of its rounds together. */
    public long nextFence() {
        return fence + 1;
    }

    public State state() {
        return state;
    }

    /** The same, seen together with what is around it: where nothing has happened yet, it stands as its block does. */
    public State standing() {
        return state == State.PENDING ? block.standing() : state;
    }

    /** Case a switch took, -1 for none. */
    public int choice() {
        return choice;
    }

    /** The forward execution or probe that is ready or leased, if any. */
    public @Nullable ExecutionRun live() {
        return live;
    }

    /** The run it has started, if it is a task that does. */
    public @Nullable ChildRun child() {
        return child;
    }

    /** Whether a rollback has to wait until the run it has started comes to its end. */
    public boolean awaitsChild() {
        if (child == null || child.over || undo.state != UndoRun.State.OPEN) {
            return false;
        }
        return child.closing || (state == State.RUNNING && onParentClose() != OnParentClose.ABANDON);
    }

    public OnParentClose onParentClose() {
        return ((Node.Child) node).onParentClose();
    }

    public @Nullable Payload output() {
        return output;
    }

    /** Why it has failed; null when it has not. */
    public @Nullable TaskError error() {
        return error;
    }

    public @Nullable TaskError incident() {
        return incident;
    }

    /** What the newest attempt was given; null when it is no longer kept in memory. */
    public @Nullable Payload input() {
        return input;
    }

    /** Event that carries the input, 0 when none does. */
    public long inputSequence() {
        return inputSequence;
    }

    /** The newest forward attempt of this round. */
    public @Nullable ExecutionRun lastAttempt() {
        return lastAttempt;
    }

    /** Where the question stands whether it happened. */
    public ProbeRun probe() {
        return probe;
    }

    /** How far a map or a loop is; null for other kinds. */
    public @Nullable PassesRun passes() {
        return passes;
    }

    /** Which time the task is done, from 1. */
    public int round() {
        return round;
    }

    /** How often its {@code onFailure} has sent the run forward again. */
    public int failureRounds() {
        return failureRounds;
    }

    /** Blocks inside, or items, that are done. */
    public int blocksDone() {
        return blocksDone;
    }

    /** Blocks inside, or items, that have failed. */
    public int blocksLost() {
        return blocksLost;
    }

    public boolean hasTimer() {
        return timer != null;
    }

    public @Nullable Instant firstReadyAt() {
        return firstReadyAt;
    }

    /** Undos of all rounds that were attempted. */
    public int undoExecutions() {
        return undoExecutions;
    }

    /** Newest token of its leases. */
    public long fence() {
        return fence;
    }

    /** Whether its worker, or whoever vouches for it, has said in time that it happened. */
    public boolean succeeded() {
        return succeeded;
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

    /** Where it stands as people are shown it, forward and undo seen together. */
    public TaskState shown() {
        UndoRun shown = deadLetter().orElse(shownUndo());
        return switch (shown.state()) {
            case RUNNING -> TaskState.UNDOING;
            case DEAD -> TaskState.UNDO_FAILED;
            case SETTLED -> shown.wasPerformed() ? TaskState.UNDONE : forwardShown();
            case OPEN, IMPOSSIBLE -> forwardShown();
        };
    }

    /** Of a task that was dropped, what its last round has left is all there is to see. */
    private UndoRun shownUndo() {
        return dropped && !earlierUndos.isEmpty() ? earlierUndos.get(earlierUndos.size() - 1) : undo;
    }

    private TaskState forwardShown() {
        boolean waits = state == State.RUNNING && live == null && node.blocks().isEmpty();
        return waits ? TaskState.WAITING : TaskState.valueOf(standing().name());
    }

    /** Why a person has to look at it; null when nobody has to. */
    public @Nullable TaskError trouble() {
        return deadLetter().map(UndoRun::error).orElse(incident);
    }

    /** Whether the tasks that wait for this one may go on. */
    public boolean letsSuccessorsGo() {
        return switch (state) {
            case COMPLETED, SKIPPED -> true;
            case FAILED -> node.head().caught().catches(error);
            case PENDING, RUNNING, CANCELLED -> false;
        };
    }

    /** Whether its input is known, so that another attempt can be made without evaluating anything. */
    public boolean hasInput() {
        return isWork() && inputSequence > 0;
    }

    /** Whether so few of its blocks have failed that it can still be done. */
    public boolean survives() {
        return survives(blocksLost);
    }

    /** Whether it can still be done if this block of it fails, or has. */
    public boolean survivesLossOf(BlockRun inside) {
        return node.outlivesBlocks() && survives(blocksLost + (inside.hasFailed() ? 0 : 1));
    }

    private boolean survives(int lost) {
        return node.survives(lost, passes == null ? node.blocks().size() : passes.total());
    }

    /** Whether nobody stops its failure, as far as this task goes. */
    boolean isDead() {
        if (node.head().caught().everything()) {
            return false;
        }
        return switch (state) {
            case FAILED -> !letsSuccessorsGo();
            case CANCELLED -> true;
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

    /** Whether it has happened although nobody wanted it any more. */
    public boolean isUnwanted() {
        return dropped && happened();
    }

    /** Whether nobody can say if its effect happened. */
    public boolean isInDoubt() {
        return maybeHappened && !happened();
    }

    /** Whether somebody is being asked if its effect happened. */
    public boolean isProbing() {
        return live != null && live.kind == ExecutionKind.PROBE;
    }

    /** Whether nobody who is asked could say if its effect happened. */
    public boolean wasProbedInVain() {
        return probe.gaveUp;
    }
}
