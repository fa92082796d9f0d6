package com.orchestrator.engine.run;

import com.orchestrator.engine.history.ChildEvent;
import com.orchestrator.engine.history.Entry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How events about the run's children change it, and which of its tasks have any. */
final class ChildFold implements ChildEvent.Fold {

    private final Run run;
    private final Set<TaskRun> tasks = new LinkedHashSet<>();
    private Map<String, Integer> revisions = Map.of();

    ChildFold(Run run) {
        this.run = run;
    }

    /** Tasks that have started a run, in the order in which they first did; a copy. */
    List<TaskRun> tasks() {
        return List.copyOf(tasks);
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    void revisionsAre(Map<String, Integer> pinned) {
        revisions = pinned;
    }

    /** Revision of the workflow that a task runs, as it was when this run was started. */
    int revisionFor(TaskRun task) {
        return Objects.requireNonNull(revisions.get(task.key.taskId()), () -> "No revision pinned for " + task.key);
    }

    @Override
    public void requested(ChildEvent.ChildRequested event, Entry entry) {
        TaskRun task = run.mentioned(event.taskId(), event.iteration());
        TaskFold.leaveChild(task);
        task.become(TaskRun.State.RUNNING);
        task.child = new ChildRun(event.childInstanceId());
        task.child.unsent = Boolean.TRUE.equals(event.held()) ? event : null;
        task.input = entry.payload();
        task.finishedSequence = entry.sequenceNumber();
        tasks.add(task);
    }

    @Override
    public void started(ChildEvent.ChildStarted event, Entry entry) {
        run.folds.tasks().complete(task(event.taskId(), event.iteration()), entry);
    }

    @Override
    public void completed(ChildEvent.ChildCompleted event, Entry entry) {
        TaskRun task = task(event.taskId(), event.iteration());
        over(task, true);
        task.succeeded = true;
        task.finishedSequence = entry.sequenceNumber();
        if (task.state == TaskRun.State.RUNNING) {
            run.folds.tasks().complete(task, entry);
        }
    }

    @Override
    public void ended(ChildEvent.ChildEnded event) {
        TaskRun task = task(event.taskId(), event.iteration());
        over(task, event.stands());
        childOf(task).endState = event.state();
        if (!run.goesForward(task.block) && task.state == TaskRun.State.RUNNING) {
            task.become(TaskRun.State.CANCELLED);
        }
    }

    @Override
    public void retried(ChildEvent.ChildRetried event, Entry entry) {
        TaskRun task = task(event.taskId(), event.iteration());
        ChildRun child = childOf(task);
        child.retries++;
        child.over = false;
        child.closing = false;
        child.retryInput = entry.payload();
        run.folds.tasks().revive(task);
    }

    @Override
    public void parentRetried(ChildEvent.ParentRetried event) {
        run.parentRetries = event.number();
    }

    @Override
    public void closeRequested(ChildEvent.ChildCloseRequested event) {
        childOf(task(event.taskId(), event.iteration())).closing = true;
    }

    @Override
    public void undoRequested(ChildEvent.ChildUndoRequested event, Entry entry) {
        UndoRun undo = task(event.taskId(), event.iteration()).undo;
        undo.state = UndoRun.State.RUNNING;
        undo.firstReadyAt = entry.at();
        run.undosInFlight++;
    }

    @Override
    public void undone(ChildEvent.ChildUndone event, Entry entry) {
        TaskRun task = task(event.taskId(), event.iteration());
        over(task, false);
        run.folds.undos().performed(task.undo, entry);
    }

    /** A dead letter is no longer on its way to any end; whoever retries it asks the child anew. */
    void undoGaveUp(TaskRun task) {
        if (task.child != null) {
            task.child.closing = false;
            cancel(task);
        }
    }

    /** The run has resumed: whatever waited for that has been told. */
    void resumed() {
        tasks.stream().filter(task -> task.child != null).forEach(task -> childOf(task).unsent = null);
    }

    /** The run has ended: it waits for nobody any more, but a rollback that may yet come has to ask again. */
    void runEnded() {
        for (TaskRun task : tasks) {
            if (task.undo.state == UndoRun.State.RUNNING) {
                run.folds.undos().putBack(task.undo);
            }
            cancel(task);
        }
    }

    private void cancel(TaskRun task) {
        run.mayNeedUndo(task);
        if (task.state == TaskRun.State.RUNNING) {
            task.become(TaskRun.State.CANCELLED);
        }
    }

    private static void over(TaskRun task, boolean stands) {
        ChildRun child = childOf(task);
        child.over = true;
        child.stands = stands;
        child.unsent = null;
    }

    private TaskRun task(String taskId, @Nullable String iteration) {
        return run.mentioned(taskId, iteration);
    }

    private static ChildRun childOf(TaskRun task) {
        return Objects.requireNonNull(task.child, () -> "Task " + task.key + " has no child");
    }
}
