package com.orchestrator.engine.run;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.LateOutcome;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.history.AttemptControls;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.Timer;
import com.orchestrator.engine.plan.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One attempt. Changed only by applying events. */
public final class ExecutionRun {

    final UUID executionId;
    final TaskRun task;
    final @Nullable UndoRun undo;
    final ExecutionKind kind;
    final int attempt;
    final int round;
    final int turn;
    final Instant createdAt;
    final long inputSequence;
    final boolean mayNotHaveHappened;
    final @Nullable AttemptControls controls;

    /** Of a forward attempt. */
    @Nullable
    Payload input;

    ExecutionState state = ExecutionState.READY;
    boolean held;
    long fence;

    @Nullable
    String holder;
    /** Token under which the last lease was held, which a late or repeated report will carry. */
    long leaseToken;

    @Nullable
    Instant leaseExpiresAt;

    long leaseMillis;

    @Nullable
    Instant executionDeadline;

    @Nullable
    Instant cancelDeadline;

    Instant availableAt;

    @Nullable
    Timer scheduleTimer;

    /** How much longer it may wait than its definition says. */
    Duration waitExtendedBy = Duration.ZERO;

    @Nullable
    Long outputSequence;

    @Nullable
    TaskError error;

    /** It was begun, and its end says not that nothing happened. */
    boolean inDoubt;

    boolean lost;
    boolean confirmed;

    @Nullable
    LateOutcome late;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant endedAt;

    boolean reported;

    /** Of a report that was heard and said so; the failure of another one is its error. */
    @Nullable
    Payload reportedOutput;

    @Nullable
    Timer leaseTimer;

    /** A worker has extended the lease, so it has a row of its own that can be extended without the run. */
    boolean kept;

    boolean keptJustNow;

    /** Rules that the last lease counts against. */
    List<String> permits = List.of();

    private boolean hasRow;
    private List<String> permitsInRows = List.of();

    /** @param undo what it is an attempt at; null when it goes forward or is a probe */
    ExecutionRun(
            AttemptEvent.TaskScheduled event, Entry entry, TaskRun task, @Nullable UndoRun undo, long inputSequence) {
        this.executionId = event.executionId();
        this.task = task;
        this.undo = undo;
        this.kind = event.kind();
        this.attempt = event.attempt();
        this.round = undo == null ? task.round : undo.round;
        this.turn = undo == null ? 0 : undo.turn;
        this.createdAt = entry.at();
        this.inputSequence = inputSequence;
        this.mayNotHaveHappened = Boolean.TRUE.equals(event.mayNotHaveHappened());
        this.controls = event.controls();
        this.fence = event.fenceToken();
        this.availableAt = event.availableAt();
    }

    public UUID executionId() {
        return executionId;
    }

    public TaskRun task() {
        return task;
    }

    /** What it is an attempt at; only for those that undo. */
    public UndoRun undo() {
        return Objects.requireNonNull(undo, () -> "Execution " + executionId + " undoes nothing");
    }

    /** Whether it undoes what is not of its task's present round. */
    public boolean undoesEarlierRound() {
        return undo != null && undo.isOfEarlierRound();
    }

    /** What the definition says about this kind of work, and its expressions have chosen. */
    public TaskSpec spec() {
        TaskSpec said = TaskSpec.of(kind, task.node);
        return controls == null ? said : said.routed(controls.taskType(), controls.queue());
    }

    /** The rules of its definition it is under; null when there is none. */
    public @Nullable AttemptControls controls() {
        return controls;
    }

    /** The task's own priority wins over its run's. */
    public Priority priority(Run run) {
        Priority own = spec().controls().priority();
        return own == null ? run.priority() : own;
    }

    public ExecutionKind kind() {
        return kind;
    }

    public int attempt() {
        return attempt;
    }

    /** Which time the task is done, after rollbacks that went forward again; from 1. */
    public int round() {
        return round;
    }

    /** Which time the round is undone; from 1, 0 for what undoes nothing. */
    public int turn() {
        return turn;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** What the worker is given; null when it is no longer kept in memory. */
    public @Nullable Payload input() {
        return switch (kind) {
            case ACTION -> input;
            case COMPENSATION -> undo().input();
            case PROBE -> task.probe.input;
        };
    }

    public long inputSequence() {
        return inputSequence;
    }

    public boolean mayNotHaveHappened() {
        return mayNotHaveHappened;
    }

    public ExecutionState state() {
        return state;
    }

    public boolean held() {
        return held;
    }

    public long fence() {
        return fence;
    }

    public @Nullable String holder() {
        return holder;
    }

    public long leaseToken() {
        return leaseToken;
    }

    /** Expiry the lease was given; renewals are not events, so the row may say later. */
    public @Nullable Instant leaseExpiresAt() {
        return leaseExpiresAt;
    }

    /**
     * Whether others must be able to find the attempt: it waits for a worker, or a worker extends its lease. The lease of a
     * task that ends before its first extension is known to the run alone, which costs no row.
     */
    public boolean needsRow() {
        return state == ExecutionState.READY || (state == ExecutionState.LEASED && kept);
    }

    /** Whether there is a row as far as this run's last recorder knows. */
    public boolean hasRow() {
        return hasRow;
    }

    /** Told by the recorder, and by whoever loads a run. */
    public void rowIs(boolean there) {
        hasRow = there;
        keptJustNow = false;
        permitsInRows = permits();
    }

    /** Rules that it counts against as long as it is leased. */
    public List<String> permits() {
        return state == ExecutionState.LEASED ? permits : List.of();
    }

    /** Those that stand in rows as far as this run's last recorder knows. */
    public List<String> permitsInRows() {
        return permitsInRows;
    }

    /** The next recorder has to make the row anew, with the expiry of the first extension: nobody knows a later one. */
    void rowIsLost() {
        hasRow = false;
        keptJustNow = kept;
    }

    /** Whether the first extension is among the changes not yet recorded, so that the row needs the expiry. */
    public boolean keptJustNow() {
        return keptJustNow;
    }

    /** Whether a worker has extended the lease. */
    public boolean kept() {
        return kept;
    }

    public long leaseMillis() {
        return leaseMillis;
    }

    public @Nullable Instant executionDeadline() {
        return executionDeadline;
    }

    public @Nullable Instant cancelDeadline() {
        return cancelDeadline;
    }

    public Instant availableAt() {
        return availableAt;
    }

    /** When it has waited too long for a worker; null when it may wait for ever, or waits no more. */
    public @Nullable Instant mayWaitUntil() {
        return scheduleTimer == null ? null : scheduleTimer.dueAt();
    }

    /** How much longer that is than its definition says. */
    public Duration waitExtendedBy() {
        return waitExtendedBy;
    }

    public @Nullable Long outputSequence() {
        return outputSequence;
    }

    public @Nullable TaskError error() {
        return error;
    }

    /** Whether its worker fell silent. */
    public boolean wasLost() {
        return lost;
    }

    /** Whether a probe has found its effect, and no other attempt's: its own late report brings nothing new. */
    public boolean wasConfirmed() {
        return confirmed;
    }

    public @Nullable LateOutcome late() {
        return late;
    }

    /** Whether its worker, or a worker that held it, has reported and was heard. */
    public boolean reported() {
        return reported;
    }

    /** Whether the accepted report was a success with this output. */
    public boolean reportedOutput(Payload output) {
        return reportedOutput != null && reportedOutput.saysTheSameAs(output);
    }

    /** Whether the accepted report was this failure. */
    public boolean reportedFailure(TaskError failure) {
        return reported && reportedOutput == null && error != null && error.saysTheSameAs(failure);
    }

    /** Whether the lease with this token was given back and nobody has taken it since; only giving back clears a holder. */
    public boolean wasReleasedAt(long fenceToken) {
        return holder == null && leaseToken == fenceToken && fenceToken > 0;
    }

    public @Nullable Instant startedAt() {
        return startedAt;
    }

    public @Nullable Instant endedAt() {
        return endedAt;
    }
}
