package com.orchestrator.engine.run;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.history.Timer;
import com.orchestrator.engine.history.Trouble;
import com.orchestrator.engine.history.UndoScope;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnParentClose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the undo of one task stands in one of its rounds. Changed only by applying events. */
public final class UndoRun {

    /**
     * {@code OPEN}: not begun. {@code DEAD}: gave up, a person has to act. {@code SETTLED}: nothing left to undo. {@code
     * IMPOSSIBLE}: nothing can undo it, so the rollback has passed it by.
     */
    public enum State {
        OPEN,
        RUNNING,
        DEAD,
        SETTLED,
        IMPOSSIBLE
    }

    final TaskRun task;
    final int round;
    State state = State.OPEN;

    Recorded recorded = Recorded.NOTHING;

    /** For the next turn: attempts under one idempotency key get one input. */
    @Nullable
    Recorded recordedForNextTurn;

    @Nullable
    TaskError error;

    @Nullable
    ExecutionRun live;

    @Nullable
    Instant firstReadyAt;

    @Nullable
    Timer timer;

    int failures;
    int lost;
    /** Counts the undos of the round; a late success makes a second one necessary. */
    int turn = 1;

    /** Whether a worker was given an undo of this turn, so that the effect may be gone already. */
    boolean tried;

    boolean wantedAgain;
    boolean performed;

    /** The last time it gave up, which may be dealt with. */
    @Nullable
    Trouble raised;

    UndoRun(TaskRun task, int round) {
        this.task = task;
        this.round = round;
    }

    public TaskRun task() {
        return task;
    }

    /** Which of the task's rounds it is of, from 1. */
    public int round() {
        return round;
    }

    public State state() {
        return state;
    }

    /** Input recorded with the forward outcome; null when it was not, or not kept in memory. */
    public @Nullable Payload input() {
        return recorded.input();
    }

    /** Event that carries the input, 0 when none does. */
    public long inputSequence() {
        return recorded.sequence();
    }

    /** Why the input could not be evaluated, or why the undo gave up. */
    public @Nullable TaskError error() {
        return error != null ? error : recorded.error();
    }

    public @Nullable ExecutionRun live() {
        return live;
    }

    public @Nullable Instant firstReadyAt() {
        return firstReadyAt;
    }

    /** Attempts that count against the retry policy. */
    public int failures() {
        return failures;
    }

    public int lost() {
        return lost;
    }

    /** Which undo of the round it is, from 1; a late success makes a second one necessary. */
    public int turn() {
        return turn;
    }

    /** Whether a worker was given an undo of this turn, so that the effect may be gone already. */
    public boolean wasTried() {
        return tried;
    }

    /** Whether a worker undid it, or a person vouched for that. */
    public boolean wasPerformed() {
        return performed;
    }

    /**
     * How it will be done.
     *
     * @param sequence event that carries the input, 0 when none does
     * @param error why the input could not be evaluated
     */
    record Recorded(
            @Nullable Payload input,
            long sequence,
            @Nullable TaskError error) {

        static final Recorded NOTHING = new Recorded(null, 0, null);
    }

    /** Whether its turn has begun and is not over, so that what happens to the task from now on needs another one. */
    public boolean isUnderWay() {
        return state == State.RUNNING || state == State.DEAD || (state == State.OPEN && tried);
    }

    /**
     * Whether the effect of the task happened, or may have and its undo covers that, within what is rolled back. A child
     * that was cut off is concerned wherever its task stands, because that will start another one.
     */
    public boolean isWanted(UndoScope scope) {
        ChildRun child = task.child;
        if (child != null) {
            return (scope.contains(task.key) || task.state == TaskRun.State.CANCELLED)
                    && task.onParentClose() == OnParentClose.COMPENSATE
                    && child.mayStand();
        }
        return task.node instanceof Node.Task work
                && scope.contains(task.key)
                && (task.happened() || (task.mayHaveHappened() && isWantedInDoubt(work)))
                && (work.undo() != null || work.head().role().irreversible());
    }

    /** What nothing takes back is spoken of whenever it may have happened. */
    private static boolean isWantedInDoubt(Node.Task node) {
        return node.undo() == null || node.undo().whenAttempted();
    }

    /** Whether it has to be found out first if there is anything to undo. */
    public boolean needsProbe(UndoScope scope) {
        return task.isInDoubt()
                && task.node instanceof Node.Task work
                && work.undo() != null
                && work.onUnknown().probe() != null
                && scope.contains(task.key)
                && !task.wasProbedInVain();
    }

    /** Whether a rollback has to deal with it at all. */
    boolean isConcerned(UndoScope scope) {
        return isWanted(scope) || needsProbe(scope);
    }

    void restart() {
        state = State.OPEN;
        live = null;
        firstReadyAt = null;
        failures = 0;
        lost = 0;
        error = null;
    }

    /** The run has gone forward again: what was not undone until then needs no undo, unless a late success says otherwise. */
    void roundIsOver() {
        if (state == State.OPEN) {
            state = State.SETTLED;
            turn = 0;
        }
    }

    /** Whether the task has been begun anew since. */
    public boolean isOfEarlierRound() {
        return task.undo != this;
    }

    /** How events name the round; null for the task's present one. */
    public @Nullable Integer earlierRound() {
        return isOfEarlierRound() ? Integer.valueOf(round) : null;
    }
}
