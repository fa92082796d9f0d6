package com.orchestrator.engine.decision.outcome;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.decision.forward.Failing;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.decision.rollback.Rollback;
import com.orchestrator.engine.history.ChildEvent;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.OnParentClose;
import com.orchestrator.engine.run.ChildRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What follows when a child tells how it stands. A report that says nothing new has no effect. */
public final class ChildReports {

    private static final String NOT_RETRIED = "The child could not go on from where it had ended";

    private final RunChange change;
    private final Run run;
    private final TaskRun task;
    private final NodeKey key;
    private final ChildRun child;

    /** @param task whose child reports */
    public ChildReports(RunChange change, TaskRun task) {
        this.change = change;
        this.run = change.run();
        this.task = task;
        this.key = task.key();
        this.child = Objects.requireNonNull(task.child());
    }

    /** It has begun, which is all the task waits for. */
    public void started(Payload ids) {
        if (task.state() == TaskRun.State.RUNNING && !child.closing()) {
            change.emit(new ChildEvent.ChildStarted(key.taskId(), key.iteration(), child.instanceId()), ids);
            new Forward(change).settled(task);
        }
    }

    public void completed(Payload output) {
        if (child.over()) {
            return;
        }
        boolean wasAwaited = isAwaited();
        change.emit(new ChildEvent.ChildCompleted(key.taskId(), key.iteration(), child.instanceId()), output);
        if (wasAwaited) {
            new Forward(change).settled(task);
        }
        Forward.wayBack(change).advance();
    }

    /** Whether the task, which goes forward, waits for the child. */
    private boolean isAwaited() {
        return run.stillWants(task);
    }

    /** It has ended otherwise; a rollback of its own has undone it, or some of it may stand. */
    public void ended(RunMessage.Report report) {
        if (isBeingUndone()) {
            undoEnded(report);
        } else if (!child.over() || child.stands() == report.rolledBack()) {
            forwardEnded(report);
        }
    }

    private boolean isBeingUndone() {
        return task.undo().state() == UndoRun.State.RUNNING || task.undo().state() == UndoRun.State.DEAD;
    }

    private void forwardEnded(RunMessage.Report report) {
        boolean wasAwaited = isAwaited();
        change.emit(endedBy(report));
        if (wasAwaited && isHeldBack(report)) {
            new Attempts(change).suspend(task, errorOf(report));
        } else if (wasAwaited) {
            new Failing(change).failed(task, errorOf(report));
        } else {
            Forward.wayBack(change).advance();
        }
    }

    /** Somebody has paused the workflow, so the child has not begun: no reason to undo what was done, but to ask a person. */
    private static boolean isHeldBack(RunMessage.Report report) {
        Cause cause = report.cause();
        return cause != null && cause.taskId() == null && cause.code().equals(ErrorCode.WORKFLOW_PAUSED.name());
    }

    private ChildEvent.ChildEnded endedBy(RunMessage.Report report) {
        return new ChildEvent.ChildEnded(
                key.taskId(),
                key.iteration(),
                child.instanceId(),
                report.state(),
                report.cause(),
                !report.rolledBack());
    }

    private void undoEnded(RunMessage.Report report) {
        if (report.rolledBack()) {
            change.emit(new ChildEvent.ChildUndone(key.taskId(), key.iteration(), child.instanceId()));
            if (run.phase() == Run.Phase.STUCK) {
                change.emit(new LifecycleEvent.RollbackResumed());
            }
            Forward.wayBack(change).advance();
        } else if (task.undo().state() == UndoRun.State.RUNNING) {
            giveUp(
                    "CHILD_NOT_UNDONE",
                    "Child instance " + child.instanceId() + " ended " + report.state()
                            + " before everything was undone");
        } else if (!child.over()) {
            change.emit(endedBy(report));
        }
    }

    /** It has met a dead letter of its own. While nothing is undone here, that is its own affair. */
    public void stuck(RunMessage.Report report) {
        boolean stopsIt = task.awaitsChild() && !run.goesForward(task.block());
        boolean mustBeUndone = task.onParentClose() == OnParentClose.COMPENSATE;
        if (task.undo().state() == UndoRun.State.RUNNING || (stopsIt && mustBeUndone)) {
            giveUp("CHILD_COMPENSATION_FAILED", "Child instance " + child.instanceId() + " could not undo everything");
        } else if (stopsIt) {
            forwardEnded(report);
        }
    }

    /** It was asked to go on and cannot: another one takes its place. */
    public void cannotGoOn(RunMessage.Report report) {
        if (isAwaited()) {
            change.emit(
                    new TaskEvent.TaskRetriedByHand(key.taskId(), key.iteration(), NOT_RETRIED), child.retryInput());
            new Forward(change).again(task);
        } else {
            ended(report);
        }
    }

    /** It can only go forward, so that a person has to say what becomes of it. While nothing is undone here, it may. */
    public void pastPivot() {
        boolean stopsIt = task.awaitsChild() && !run.goesForward(task.block());
        if (task.undo().state() == UndoRun.State.RUNNING || stopsIt) {
            giveUp(
                    "CHILD_PAST_PIVOT",
                    "Child instance " + child.instanceId() + " has passed its pivot and undoes nothing by itself");
        }
    }

    private void giveUp(String code, String message) {
        Rollback rollback = Forward.wayBack(change);
        rollback.giveUp(task.undo(), new TaskError(FailureKind.FATAL, code, message, null));
        rollback.advance();
    }

    /** What the child failed of is what the task fails of. */
    private TaskError errorOf(RunMessage.Report report) {
        Cause cause = report.cause();
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put("childInstanceId", child.instanceId().toString());
        details.put("state", report.state().name());
        details.put("taskId", cause == null ? null : cause.taskId());
        return new TaskError(
                FailureKind.FATAL,
                cause == null ? nameOf(report.state()) : cause.code(),
                cause == null ? null : cause.message(),
                Payload.ofTree(details));
    }

    private static String nameOf(@Nullable WorkflowState state) {
        return "CHILD_" + state;
    }
}
