package com.orchestrator.engine.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnParentClose;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run does with the runs its tasks have started. A child is told by a message, which is durable with the event that
 * says so, and answers by a report, which {@link ChildReports} hears.
 */
public final class Children {

    private static final String PARENT_CLOSED = "PARENT_CLOSED";

    private final RunChange change;
    private final Run run;

    public Children(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    void start(TaskRun task, Node.Child node, RunScope scope) {
        Payload input = node.input() == null ? run.input() : node.input().evaluate(scope);
        NodeKey key = task.key();
        RunEvent.ChildRequested requested = new RunEvent.ChildRequested(
                key.taskId(),
                key.iteration(),
                ChildNames.instanceId(run, task, change.now()),
                node.namespaceIn(run.plan()),
                node.workflow(),
                run.children().revisionFor(task),
                runId(task, node, scope),
                run.isPaused() ? Boolean.TRUE : null);
        change.emit(requested, input);
        if (!run.isPaused()) {
            change.tell(requested.childInstanceId(), run.children().start(requested), input);
        }
    }

    private String runId(TaskRun task, Node.Child node, RunScope scope) {
        if (node.runId() == null) {
            return ChildNames.runId(run, task);
        }
        JsonNode own = node.runId().evaluate(scope).tree();
        String runId = ChildNames.runId(own.isValueNode() && !own.isNull() ? own.asText() : "", task);
        if (!ChildNames.fits(runId)) {
            throw new ExpressionFailure("The run id of task " + task.key() + " is empty, too long or not text");
        }
        return runId;
    }

    /** A paused run is about to go on: tells the children that were to start meanwhile. */
    public void startHeld() {
        for (TaskRun task : run.children().tasks()) {
            ChildRun child = task.child();
            if (child != null && child.unsent != null) {
                change.tell(child.instanceId(), child.unsent, task.input);
            }
        }
    }

    /** A rollback begins: what goes on is told to stop, as far as the rollback is its concern. */
    void stop() {
        UndoScope scope = UndoScope.of(run.plan(), run.rollbackTarget());
        for (TaskRun task : run.children().tasks()) {
            if (task.awaitsChild() || isLeftBehind(task, scope)) {
                close(task, howToClose(task), run.rollbackCause());
            }
        }
    }

    /** Nobody waited for its end, and it is cancelled with its parent; one to be undone has its turn in the order. */
    private static boolean isLeftBehind(TaskRun task, UndoScope scope) {
        return goesOn(task) && task.onParentClose() == OnParentClose.CANCEL && scope.contains(task.node());
    }

    private static boolean goesOn(TaskRun task) {
        return task.child() != null && !task.child().over;
    }

    private static RunMessage.How howToClose(TaskRun task) {
        return task.onParentClose() == OnParentClose.COMPENSATE ? RunMessage.How.UNDO : RunMessage.How.AS_DEFINED;
    }

    /** The task is no longer wanted, the run goes on. */
    public void drop(TaskRun task) {
        if (goesOn(task) && task.onParentClose() != OnParentClose.ABANDON) {
            close(task, howToClose(task), null);
        }
    }

    /** The run ends: what was left behind goes on, or is cancelled with it. */
    void leave() {
        for (TaskRun task : run.children().tasks()) {
            if (goesOn(task) && task.onParentClose() == OnParentClose.CANCEL) {
                close(task, RunMessage.How.AS_DEFINED, run.cause());
            }
        }
    }

    /** The run ends and nobody wants anything undone, nor what its children are doing. */
    void leaveWithoutUndo(Cause cause) {
        for (TaskRun task : run.children().tasks()) {
            boolean isMoving = goesOn(task) || task.undo().state() == UndoRun.State.RUNNING;
            if (isMoving && task.onParentClose() != OnParentClose.ABANDON) {
                close(task, RunMessage.How.NO_UNDO, cause);
            }
        }
    }

    private void close(TaskRun task, RunMessage.How how, @Nullable Cause why) {
        ChildRun child = Objects.requireNonNull(task.child());
        NodeKey key = task.key();
        if (child.unsent != null) {
            change.emit(new RunEvent.ChildEnded(
                    key.taskId(), key.iteration(), child.instanceId(), WorkflowState.CANCELLED, why, false));
            return;
        }
        change.emit(new RunEvent.ChildCloseRequested(key.taskId(), key.iteration(), child.instanceId(), how));
        change.tell(child.instanceId(), new RunMessage.Close(how, causeFor(why)), null);
    }

    /** The rollback has come to the task: one undo, done by the child's own rollback. */
    void undo(TaskRun task) {
        ChildRun child = Objects.requireNonNull(task.child());
        NodeKey key = task.key();
        change.emit(new RunEvent.ChildUndoRequested(key.taskId(), key.iteration(), child.instanceId()));
        change.tell(child.instanceId(), new RunMessage.Undo(causeFor(run.rollbackCause())), null);
    }

    private Cause causeFor(@Nullable Cause why) {
        boolean terminated = why != null && why.code().equals(Rollback.TERMINATED);
        String message = "Parent instance " + run.instanceId() + " no longer wants it"
                + (why == null ? "" : ": " + why.code() + (why.message() == null ? "" : ", " + why.message()));
        return terminated
                ? new Cause(Cause.Kind.MANUAL, Rollback.TERMINATED, message, null, null)
                : new Cause(Cause.Kind.CANCELLED, PARENT_CLOSED, message, null, null);
    }

    /** Tasks that have started a run, in the order in which they first did. */
    public static List<TaskRun> tasksOf(Run run) {
        return run.children().tasks();
    }
}
