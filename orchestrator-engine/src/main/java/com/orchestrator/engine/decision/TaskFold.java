package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Payload;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How events about tasks of every kind change a run. */
final class TaskFold {

    private final Run run;

    TaskFold(Run run) {
        this.run = run;
    }

    private TaskRun task(String taskId, @Nullable String iteration) {
        return run.mentioned(taskId, iteration);
    }

    void entered(RunEvent.TaskEntered event) {
        TaskRun task = task(event.taskId(), event.iteration());
        task.become(TaskRun.State.RUNNING);
        if (event.choice() != null) {
            task.choice = event.choice();
        }
        if (task.node.blocks().isEmpty()) {
            run.addWaiting(task);
        }
        if (event.dueAt() != null) {
            task.timer = run.timers().rearm(task.timer, new Timer(event.dueAt(), Timer.Kind.WAIT, task.key));
        }
    }

    void mapStarted(RunEvent.MapStarted event, Entry entry) {
        TaskRun task = task(event.taskId(), event.iteration());
        items(task).start(payload(entry, event.inputSequence()));
        task.become(TaskRun.State.RUNNING);
    }

    void itemPassed(RunEvent.ItemPassed event, Entry entry) {
        items(task(event.taskId(), event.iteration())).passed(event.index(), payload(entry, event.inputSequence()));
    }

    void mapRested(RunEvent.MapRested event) {
        TaskRun task = task(event.taskId(), event.iteration());
        Timer next = event.dueAt() == null ? null : new Timer(event.dueAt(), Timer.Kind.WAIT, task.key);
        task.timer = run.timers().rearm(task.timer, next);
    }

    private static ItemsRun items(TaskRun task) {
        return Objects.requireNonNull(task.items, () -> task.key + " is no map");
    }

    private Payload payload(Entry entry, @Nullable Long elsewhere) {
        Payload payload =
                elsewhere == null ? entry.payload() : run.knownPayloads().at(elsewhere);
        return Objects.requireNonNull(payload);
    }

    void passed(RunEvent.TaskPassed event, Entry entry) {
        complete(task(event.taskId(), event.iteration()), entry);
    }

    void signalled(RunEvent.SignalConsumed event, Entry entry) {
        complete(task(event.taskId(), event.iteration()), entry);
    }

    void complete(TaskRun task, Entry entry) {
        finish(task, TaskRun.State.COMPLETED);
        task.finishedSequence = entry.sequenceNumber();
        task.output = keep(task, entry.payload());
    }

    void variablesSet(RunEvent.VariablesSet event, Entry entry) {
        complete(task(event.taskId(), event.iteration()), entry);
        run.variables = Objects.requireNonNull(entry.payload());
    }

    /** Its work happened, as its worker or somebody who was asked says; that nobody waits for it any more does not matter. */
    void succeeded(TaskRun task, Entry entry) {
        run.knownPayloads().outputIs(Objects.requireNonNull(entry.payload()), entry.sequenceNumber());
        task.succeeded = true;
        task.finishedSequence = entry.sequenceNumber();
        task.output = keep(task, entry.payload());
        task.timer = run.timers().rearm(task.timer, null);
        if (task.state == TaskRun.State.RUNNING) {
            task.become(TaskRun.State.COMPLETED);
        }
    }

    void skipped(RunEvent.TaskSkipped event) {
        finish(task(event.taskId(), event.iteration()), TaskRun.State.SKIPPED);
    }

    void gaveUp(RunEvent.TaskGaveUp event) {
        TaskRun task = task(event.taskId(), event.iteration());
        finish(task, TaskRun.State.FAILED);
        task.error = event.error();
        task.output = null;
    }

    void dropped(RunEvent.TaskDropped event) {
        finish(task(event.taskId(), event.iteration()), TaskRun.State.CANCELLED);
    }

    void skippedByHand(RunEvent.TaskSkippedByHand event, Entry entry) {
        TaskRun task = task(event.taskId(), event.iteration());
        complete(task, entry);
        task.become(TaskRun.State.SKIPPED);
    }

    /** A person vouches that the effect is there, so it will be undone like any other. */
    void completedByHand(RunEvent.TaskCompletedByHand event, Entry entry) {
        TaskRun task = task(event.taskId(), event.iteration());
        complete(task, entry);
        task.succeeded = true;
    }

    void retriedByHand(RunEvent.TaskRetriedByHand event, Entry entry) {
        TaskRun task = task(event.taskId(), event.iteration());
        clearIncident(task);
        task.become(TaskRun.State.RUNNING);
        task.error = null;
        task.failures = 0;
        task.lost = 0;
        task.firstReadyAt = null;
        task.leaveChild();
        run.probes().restart(task);
        if (entry.payload() != null) {
            task.input = entry.payload();
            task.inputSequence = entry.sequenceNumber();
        }
    }

    /** A timer that led to it has done its duty; one that is not due yet goes on. */
    void incidentRaised(RunEvent.IncidentRaised event, Entry entry) {
        TaskRun task = task(event.taskId(), event.iteration());
        if (task.incident == null) {
            run.incidents++;
        }
        task.incident = event.error();
        task.become(TaskRun.State.RUNNING);
        if (task.timer != null && !task.timer.dueAt().isAfter(entry.at())) {
            task.timer = run.timers().rearm(task.timer, null);
        }
        run.lifecycle().holdReady();
    }

    void incidentResolved(RunEvent.IncidentResolved event) {
        clearIncident(task(event.taskId(), event.iteration()));
    }

    private void clearIncident(TaskRun task) {
        if (task.incident != null) {
            task.incident = null;
            run.incidents--;
            run.lifecycle().holdReady();
        }
    }

    private void finish(TaskRun task, TaskRun.State state) {
        clearIncident(task);
        task.become(state);
        task.timer = run.timers().rearm(task.timer, null);
        run.removeWaiting(task);
    }

    /** Only outputs that some expression reads stay in memory. */
    @Nullable
    Payload keep(TaskRun task, @Nullable Payload output) {
        return run.plan().index().outputsRead().contains(task.key.taskId()) ? output : null;
    }
}
