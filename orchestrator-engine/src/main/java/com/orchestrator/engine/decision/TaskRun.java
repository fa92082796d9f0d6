package com.orchestrator.engine.decision;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.TaskState;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnParentClose;
import java.time.Instant;
import java.util.ArrayList;
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

    /** How far a map is; null for other kinds. */
    final @Nullable ItemsRun items;

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

    /** Of the present round. */
    public UndoRun undo() {
        return undo;
    }

    /** Of every round in which there may be something to undo, oldest first. */
    public List<UndoRun> undos() {
        return Stream.concat(earlierUndos.stream(), Stream.of(undo)).toList();
    }

    UndoRun undoOf(int round) {
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

    /** Where it stands as people are shown it, forward and undo seen together. */
    public TaskState shown() {
        return switch (deadLetter().orElse(undo).state()) {
            case RUNNING -> TaskState.UNDOING;
            case DEAD -> TaskState.UNDO_FAILED;
            case SETTLED -> undo.wasPerformed() ? TaskState.UNDONE : forwardShown();
            case OPEN, IMPOSSIBLE -> forwardShown();
        };
    }

    private TaskState forwardShown() {
        boolean waits = state == State.RUNNING && live == null && node.blocks().isEmpty();
        return waits ? TaskState.WAITING : TaskState.valueOf(state.name());
    }

    /** Why a person has to look at it; null when nobody has to. */
    public @Nullable TaskError trouble() {
        return deadLetter().map(UndoRun::error).orElse(incident);
    }

    /** Whether the tasks that wait for this one may go on. */
    public boolean letsSuccessorsGo() {
        return switch (state) {
            case COMPLETED, SKIPPED -> true;
            case FAILED -> node.head().continueOnError();
            case PENDING, RUNNING, CANCELLED -> false;
        };
    }

    /** Whether its input is known, so that another attempt can be made without evaluating anything. */
    public boolean hasInput() {
        return isWork() && inputSequence > 0;
    }

    /** Whether so few of its blocks have failed that it can still be done. */
    boolean survives() {
        return survives(blocksLost);
    }

    /** Whether it can still be done if this block of it fails, or has. */
    boolean survivesLossOf(BlockRun inside) {
        return node.outlivesBlocks() && survives(blocksLost + (inside.hasFailed() ? 0 : 1));
    }

    private boolean survives(int lost) {
        return node.survives(lost, items == null ? node.blocks().size() : items.total());
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

    /** The tasks it stands in, from the inside out. */
    List<TaskRun> around() {
        List<TaskRun> around = new ArrayList<>();
        for (TaskRun owner = block.owner(); owner != null; owner = owner.block.owner()) {
            around.add(owner);
        }
        return around;
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

    /** Whether nobody can say if its effect happened. */
    boolean isInDoubt() {
        return maybeHappened && !happened();
    }

    /** Whether somebody is being asked if its effect happened. */
    boolean isProbing() {
        return live != null && live.kind == ExecutionKind.PROBE;
    }

    /** Whether nobody who is asked could say if its effect happened. */
    boolean wasProbedInVain() {
        return probe.gaveUp;
    }

    /** Goes on after a stop. The time in which the run did not go forward does not count. */
    void restart() {
        become(node.blocks().isEmpty() ? State.PENDING : State.RUNNING);
        firstReadyAt = null;
        leaveChild();
    }

    /** What it starts from now on is another run, under another run id. */
    void leaveChild() {
        if (child != null) {
            child = null;
            beginRound();
        }
    }

    private void beginRound() {
        if (lastAttempt != null && TaskSpec.hasUndo(this)) {
            undo.roundIsOver();
            earlierUndos = undos();
        }
        round++;
        undo = new UndoRun(this, round);
    }

    /**
     * Forgets this round: the task will be done again under a new idempotency key. An effect that nothing took back still
     * stands, and is done again under the old key, so that who keeps to the key does not do it twice; who is asked about it
     * is told the input it had.
     */
    void startOver() {
        if (undo.state == UndoRun.State.IMPOSSIBLE) {
            lateSucceeded = happened();
            undo = new UndoRun(this, round);
        } else {
            beginRound();
            input = null;
            finishedSequence = 0;
            lateSucceeded = false;
            maybeHappened = false;
        }
        succeeded = false;
        become(State.PENDING);
        choice = -1;
        if (items != null) {
            items.startOver();
        }
        timer = null;
        live = null;
        child = null;
        lastAttempt = null;
        inputSequence = 0;
        output = null;
        error = null;
        incident = null;
        firstReadyAt = null;
        failures = 0;
        lost = 0;
        probe.restart();
    }
}
