package com.orchestrator.engine.run;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.JobTerms;
import com.orchestrator.engine.history.KnownPayloads;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.ParentRef;
import com.orchestrator.engine.history.Timer;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run in memory: the fold of its events. It changes in one way only, {@link #apply}, live and when it is loaded. Not
 * safe for use by several threads; a lane owns it. A run whose changes could not be recorded is thrown away, not repaired.
 * The fold of each kind of event stands in a class of its own; this one holds what they share.
 */
public final class Run {

    /** Direction of a run, apart from whether it is paused or suspended. */
    public enum Phase {
        FORWARD,
        ROLLBACK,
        STUCK,
        ENDED
    }

    private final UUID instanceId;
    private final WorkflowPlan plan;
    final Folds folds = new Folds(this);

    private final TaskRuns taskRuns;
    final ExecutionRuns executionRuns;
    private final RunTimers timers = new RunTimers();
    final KnownPayloads knownPayloads = new KnownPayloads();
    final Set<TaskRun> waitingTasks = new LinkedHashSet<>();
    private final UndoQueue.Pending pendingUndos = new UndoQueue.Pending(this);
    private final EarlierUndos earlierUndos = new EarlierUndos();
    private final Mailbox mailbox = new Mailbox(this);
    private final Claims claims = new Claims(this);
    private final AfterRollback afterRollback = new AfterRollback(this);

    private long sequenceNumber;

    Payload input = Payload.EMPTY_OBJECT;
    Payload variables = Payload.EMPTY_OBJECT;
    Phase phase = Phase.FORWARD;
    boolean paused;
    final Set<TaskRun> incidents = new LinkedHashSet<>();

    @Nullable
    Instant pausedAt;

    @Nullable
    WorkflowState endState;

    @Nullable
    Cause cause;

    @Nullable
    Long outputSequence;

    LifecycleEvent.@Nullable WorkflowStarted start;

    Map<String, String> labels = Map.of();
    LifecycleEvent.AttributesSet attributes = LifecycleEvent.AttributesSet.NONE;

    Instant createdAt = Instant.EPOCH;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant endedAt;

    @Nullable
    Timer beginTimer;

    @Nullable
    Timer deadlineTimer;

    Instant deadlineSince = Instant.EPOCH;

    @Nullable
    Duration deadlineLeft;

    @Nullable
    Cause rollbackCause;

    UndoTarget rollbackTarget = UndoTarget.EVERYTHING;
    CompensateRequest.Then rollbackThen = CompensateRequest.Then.STOP;
    boolean rolledBack;
    boolean endedByRollback;
    boolean completed;
    int parentRetries;
    boolean keptLeases;
    final Set<UndoRun> deadUndos = new LinkedHashSet<>();
    boolean metTrouble;
    boolean erased;
    int undosInFlight;

    public Run(UUID instanceId, WorkflowPlan plan) {
        this.instanceId = instanceId;
        this.plan = plan;
        this.taskRuns = new TaskRuns(plan);
        this.executionRuns = new ExecutionRuns(instanceId);
    }

    /** Makes an event true. The only way to change a run. */
    public void apply(Entry entry) {
        if (entry.sequenceNumber() != sequenceNumber + 1) {
            throw new IllegalStateException("Run " + instanceId + " is at event " + sequenceNumber
                    + " and cannot apply " + entry.sequenceNumber());
        }
        entry.event().tell(folds, entry);
        sequenceNumber = entry.sequenceNumber();
    }

    public UUID instanceId() {
        return instanceId;
    }

    public WorkflowPlan plan() {
        return plan;
    }

    /** Number of the last applied event. */
    public long sequenceNumber() {
        return sequenceNumber;
    }

    public Phase phase() {
        return phase;
    }

    /** What the outside sees. */
    public WorkflowState state() {
        return RunState.of(this);
    }

    /** What it has come to, though an earlier round may still have something to undo; null before its end. */
    public @Nullable WorkflowState endState() {
        return endState;
    }

    /** Whether somebody has ended it and wants nothing undone that comes to light later. */
    public boolean isAbandoned() {
        boolean isWanted = endState == WorkflowState.CANCELLED || endState == WorkflowState.TERMINATED;
        return isWanted && !endedByRollback;
    }

    public boolean isPaused() {
        return paused;
    }

    public String runId() {
        return start == null ? "" : start.runId();
    }

    /** The task that started it; null for a run that somebody outside has started. */
    public @Nullable ParentRef parent() {
        return start == null ? null : start.parent();
    }

    /** What the job was put with; null when the run is no job. */
    public @Nullable JobTerms job() {
        return start == null ? null : start.job();
    }

    public Priority priority() {
        return start == null ? Priority.DEFAULT : start.priority();
    }

    public Map<String, String> labels() {
        return labels;
    }

    /** What it can be found by. */
    public LifecycleEvent.AttributesSet attributes() {
        return attributes;
    }

    public Payload input() {
        return input;
    }

    public Payload variables() {
        return variables;
    }

    public @Nullable Cause cause() {
        return cause;
    }

    public @Nullable Long outputSequence() {
        return outputSequence;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** When the first tasks were due; null while a delayed start is waiting. */
    public @Nullable Instant startedAt() {
        return startedAt;
    }

    public @Nullable Instant endedAt() {
        return state().isTerminal() ? endedAt : null;
    }

    /** Earliest moment at which a timer of the run is due; null when never. While it is paused, timers stand still. */
    public @Nullable Instant timerDueAt() {
        return paused ? null : timers.next();
    }

    /** Whether a rollback has begun in this run, now or before. */
    public boolean wasRolledBack() {
        return rolledBack;
    }

    /** Whether the end it has is the end of a rollback, and not a termination that wanted no undo. */
    public boolean endedByRollback() {
        return endState != null && endState != WorkflowState.COMPLETED && endedByRollback;
    }

    /** The last time its parent has asked it to go on; 0 for none. */
    public int parentRetries() {
        return parentRetries;
    }

    /** Whether it has completed, though it may have been rolled back since. */
    public boolean hasCompleted() {
        return completed;
    }

    /** Why the rollback that is under way, or that ended the run, began; the run's own cause may be an earlier one. */
    public @Nullable Cause rollbackCause() {
        return rollbackCause;
    }

    /** How far the rollback that is under way, or that ended the run, goes back. */
    public UndoTarget rollbackTarget() {
        return rollbackTarget;
    }

    public CompensateRequest.Then rollbackThen() {
        return rollbackThen;
    }

    /** Whether any worker has ever extended a lease, and so may have reported progress. */
    public boolean hasKeptLeases() {
        return keptLeases;
    }

    public int undosInFlight() {
        return undosInFlight;
    }

    /** Whether the run goes forward and waits for the task, so that how it ends decides what follows. */
    public boolean stillWants(TaskRun task) {
        return goesForward(task.block) && task.state == TaskRun.State.RUNNING;
    }

    /** Whether tasks in a block may begin and go on: the run goes forward, or it is being undone and they come after that. */
    public boolean goesForward(BlockRun block) {
        return block.isAfterRollback() ? phase == Phase.ROLLBACK || phase == Phase.STUCK : phase == Phase.FORWARD;
    }

    /** What is to be done after its rollback, as far as it has begun. */
    public AfterRollback afterRollback() {
        return afterRollback;
    }

    /** The task as it stands; a task nothing has happened to yet is made up as pending. */
    public TaskRun task(NodeKey key) {
        return taskRuns.task(key);
    }

    /** Whether there is such a task: outside of maps in the plan, inside of one once its item has come to it. */
    public boolean knows(NodeKey key) {
        return taskRuns.knows(key);
    }

    public TaskRuns taskRuns() {
        return taskRuns;
    }

    /** Tasks that something has happened to, in order of first mention. */
    public Collection<TaskRun> tasksSeen() {
        return taskRuns.seen();
    }

    public @Nullable ExecutionRun execution(UUID executionId) {
        return executionRuns.get(executionId);
    }

    /** In the order they were made. */
    public Collection<ExecutionRun> allExecutions() {
        return executionRuns.all();
    }

    /** Id of the attempt that is made next. */
    public UUID nextExecutionId() {
        return executionRuns.nextId();
    }

    /** Executions, forward and undo, that are ready or leased; a copy, so that it may be walked while deciding. */
    public List<ExecutionRun> liveExecutions() {
        return executionRuns.live();
    }

    /** Waits and signals that are pending; a copy. */
    public List<TaskRun> waitingTasks() {
        return List.copyOf(waitingTasks);
    }

    /** Tasks that have started a run, in the order in which they first did; a copy. */
    public List<TaskRun> childTasks() {
        return folds.children().tasks();
    }

    /** Revision of the workflow that a task runs, as it was when this run was started. */
    public int childRevision(TaskRun task) {
        return folds.children().revisionFor(task);
    }

    /** An event that carries this very payload, of those that a next input is likely to be; null when there is none. */
    public @Nullable Long sequenceOf(Payload payload) {
        return knownPayloads.sequenceOf(payload);
    }

    /** What is to be undone by the rollback that is under way. */
    public UndoQueue undoQueue() {
        return pendingUndos.queue();
    }

    /** What was sent to it: signals, and the operations of batches. */
    public Mailbox mailbox() {
        return mailbox;
    }

    /** What it holds of what only so many runs may hold. */
    public Claims claims() {
        return claims;
    }

    /** Executions changed since this was last asked; asking forgets them. */
    public List<ExecutionRun> takeTouched() {
        return executionRuns.takeTouched();
    }

    // ---- bookkeeping for the folds

    public RunTimers timers() {
        return timers;
    }

    /** The task an event speaks of; from then on it has been seen. */
    TaskRun mentioned(String taskId, @Nullable String iteration) {
        TaskRun task = taskRuns.mentioned(new NodeKey(taskId, iteration));
        mayNeedUndo(task);
        return task;
    }

    /** What earlier rounds have left to undo, apart from any rollback. */
    public EarlierUndos earlierUndos() {
        return earlierUndos;
    }

    /** Something has happened to the task that the queue of undos may have to know. */
    void mayNeedUndo(TaskRun task) {
        pendingUndos.changed(task);
    }

    /** Another rollback, or none: what is to be undone has to be found anew. */
    void forgetUndoQueue() {
        pendingUndos.forget();
    }

    void noLongerLive(ExecutionRun execution) {
        executionRuns.noLongerLive(execution);
        execution.scheduleTimer = timers.rearm(execution.scheduleTimer, null);
        timers.watchLease(execution, null);
    }
}
