package com.orchestrator.engine.run;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.SignalEvent;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.history.Timer;
import com.orchestrator.engine.history.Trouble;
import com.orchestrator.engine.plan.TaskSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How events about tasks of every kind change a run. */
final class TaskFold implements TaskEvent.Fold {

    private final Run run;

    TaskFold(Run run) {
        this.run = run;
    }

    private TaskRun task(String taskId, @Nullable String iteration) {
        return run.mentioned(taskId, iteration);
    }

    @Override
    public void entered(TaskEvent.TaskEntered event) {
        TaskRun task = task(event.taskId(), event.iteration());
        task.become(TaskRun.State.RUNNING);
        if (event.choice() != null) {
            task.choice = event.choice();
        }
        if (task.node.blocks().isEmpty()) {
            run.waitingTasks.add(task);
        }
        if (event.dueAt() != null) {
            task.timer = run.timers().rearm(task.timer, new Timer(event.dueAt(), Timer.Kind.WAIT, task.key));
        }
    }

    @Override
    public void mapStarted(TaskEvent.MapStarted event, Entry entry) {
        TaskRun task = task(event.taskId(), event.iteration());
        items(task).start(payload(entry, event.inputSequence()));
        task.become(TaskRun.State.RUNNING);
    }

    @Override
    public void itemPassed(TaskEvent.ItemPassed event, Entry entry) {
        passes(task(event.taskId(), event.iteration())).passed(event.index(), payload(entry, event.inputSequence()));
    }

    @Override
    public void mapRested(TaskEvent.MapRested event) {
        TaskRun task = task(event.taskId(), event.iteration());
        Timer next = event.dueAt() == null ? null : new Timer(event.dueAt(), Timer.Kind.WAIT, task.key);
        task.timer = run.timers().rearm(task.timer, next);
    }

    private static PassesRun.Items items(TaskRun task) {
        return (PassesRun.Items) passes(task);
    }

    private static PassesRun passes(TaskRun task) {
        return Objects.requireNonNull(task.passes, () -> task.key + " is neither a map nor a loop");
    }

    private Payload payload(Entry entry, @Nullable Long elsewhere) {
        Payload payload = elsewhere == null ? entry.payload() : run.knownPayloads.at(elsewhere);
        return Objects.requireNonNull(payload);
    }

    @Override
    public void passed(TaskEvent.TaskPassed event, Entry entry) {
        complete(task(event.taskId(), event.iteration()), entry);
    }

    void signalled(SignalEvent.SignalConsumed event, Entry entry) {
        complete(task(event.taskId(), event.iteration()), entry);
    }

    void complete(TaskRun task, Entry entry) {
        finish(task, TaskRun.State.COMPLETED);
        task.finishedSequence = entry.sequenceNumber();
        task.output = keep(task, entry.payload());
    }

    @Override
    public void variablesSet(TaskEvent.VariablesSet event, Entry entry) {
        complete(task(event.taskId(), event.iteration()), entry);
        run.variables = Objects.requireNonNull(entry.payload());
    }

    @Override
    public void emitted(TaskEvent.EventEmitted event, Entry entry) {
        complete(task(event.taskId(), event.iteration()), entry);
    }

    /** Its work happened, as its worker or somebody who was asked says; that nobody waits for it any more does not matter. */
    void succeeded(TaskRun task, Entry entry) {
        run.knownPayloads.outputIs(Objects.requireNonNull(entry.payload()), entry.sequenceNumber());
        task.succeeded = true;
        task.finishedSequence = entry.sequenceNumber();
        task.output = keep(task, entry.payload());
        task.timer = run.timers().rearm(task.timer, null);
        if (task.state == TaskRun.State.RUNNING) {
            task.become(TaskRun.State.COMPLETED);
        }
    }

    @Override
    public void skipped(TaskEvent.TaskSkipped event) {
        finish(task(event.taskId(), event.iteration()), TaskRun.State.SKIPPED);
    }

    @Override
    public void gaveUp(TaskEvent.TaskGaveUp event) {
        TaskRun task = task(event.taskId(), event.iteration());
        task.error = event.error();
        finish(task, TaskRun.State.FAILED);
        task.output = null;
    }

    @Override
    public void dropped(TaskEvent.TaskDropped event) {
        TaskRun task = task(event.taskId(), event.iteration());
        finish(task, TaskRun.State.CANCELLED);
        task.dropped = true;
    }

    @Override
    public void skippedByHand(TaskEvent.TaskSkippedByHand event, Entry entry) {
        TaskRun task = task(event.taskId(), event.iteration());
        complete(task, entry);
        task.become(TaskRun.State.SKIPPED);
    }

    /** A person vouches that the effect is there, so it will be undone like any other. */
    @Override
    public void completedByHand(TaskEvent.TaskCompletedByHand event, Entry entry) {
        TaskRun task = task(event.taskId(), event.iteration());
        complete(task, entry);
        task.succeeded = true;
    }

    @Override
    public void retriedByHand(TaskEvent.TaskRetriedByHand event, Entry entry) {
        TaskRun task = task(event.taskId(), event.iteration());
        leaveChild(task);
        revive(task);
        if (entry.payload() != null) {
            task.input = entry.payload();
            task.inputSequence = entry.sequenceNumber();
        }
    }

    /** It has not failed after all. */
    void revive(TaskRun task) {
        clearIncident(task);
        task.become(TaskRun.State.RUNNING);
        task.error = null;
        task.failures = 0;
        task.lost = 0;
        task.firstReadyAt = null;
        run.folds.probes().restart(task);
    }

    /** A timer that led to it has done its duty; one that is not due yet goes on. */
    @Override
    public void incidentRaised(TaskEvent.IncidentRaised event, Entry entry) {
        TaskRun task = task(event.taskId(), event.iteration());
        run.incidents.add(task);
        task.raised = new Trouble(task.key, false, null, event.error(), entry.sequenceNumber(), entry.at());
        run.metTrouble = true;
        task.incident = event.error();
        task.become(TaskRun.State.RUNNING);
        if (task.timer != null && !task.timer.dueAt().isAfter(entry.at())) {
            task.timer = run.timers().rearm(task.timer, null);
        }
        if (run.startedAt == null) {
            run.beginTimer = run.timers().rearm(run.beginTimer, null);
        }
        run.folds.lifecycle().holdReady();
    }

    @Override
    public void incidentResolved(TaskEvent.IncidentResolved event) {
        clearIncident(task(event.taskId(), event.iteration()));
    }

    private void clearIncident(TaskRun task) {
        if (task.incident != null) {
            task.incident = null;
            run.incidents.remove(task);
            run.folds.lifecycle().holdReady();
        }
    }

    private void finish(TaskRun task, TaskRun.State state) {
        clearIncident(task);
        task.become(state);
        task.timer = run.timers().rearm(task.timer, null);
        run.waitingTasks.remove(task);
    }

    /** Only outputs that some expression reads stay in memory. */
    @Nullable
    Payload keep(TaskRun task, @Nullable Payload output) {
        return run.plan().index().outputsRead().contains(task.key.taskId()) ? output : null;
    }

    // ---- a task begun anew

    /** Goes on after a stop. The time in which the run did not go forward does not count. */
    static void restart(TaskRun task) {
        task.become(task.node.blocks().isEmpty() ? TaskRun.State.PENDING : TaskRun.State.RUNNING);
        task.dropped = false;
        task.firstReadyAt = null;
    }

    /** What it starts from now on is another run, under another run id. */
    static void leaveChild(TaskRun task) {
        if (task.child != null) {
            task.child = null;
            beginRound(task);
        }
    }

    private static void beginRound(TaskRun task) {
        if (task.lastAttempt != null && TaskSpec.hasUndo(task.node)) {
            task.undo.roundIsOver();
            task.earlierUndos = task.undos();
        }
        task.round++;
        task.undo = new UndoRun(task, task.round);
    }

    /**
     * Forgets this round: the task will be done again under a new idempotency key. An effect that nothing took back still
     * stands, and is done again under the old key, so that who keeps to the key does not do it twice; who is asked about it
     * is told the input it had.
     */
    static void startOver(TaskRun task) {
        if (task.undo.state == UndoRun.State.IMPOSSIBLE) {
            task.lateSucceeded = task.happened();
            task.undo = new UndoRun(task, task.round);
        } else {
            leaveRound(task);
            task.input = null;
        }
        task.succeeded = false;
        task.dropped = false;
        task.become(TaskRun.State.PENDING);
        forgetRound(task);
    }

    /** What has happened so far is of a round that is over. */
    static void leaveRound(TaskRun task) {
        beginRound(task);
        task.finishedSequence = 0;
        task.succeeded = false;
        task.lateSucceeded = false;
        task.maybeHappened = false;
    }

    private static void forgetRound(TaskRun task) {
        task.choice = -1;
        if (task.passes != null) {
            task.passes.startOver();
        }
        task.timer = null;
        task.live = null;
        task.child = null;
        task.lastAttempt = null;
        task.inputSequence = 0;
        task.output = null;
        task.error = null;
        task.incident = null;
        task.firstReadyAt = null;
        task.failures = 0;
        task.lost = 0;
        task.probe.restart();
    }
}
