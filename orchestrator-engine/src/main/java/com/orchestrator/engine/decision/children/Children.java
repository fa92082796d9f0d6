package com.orchestrator.engine.decision.children;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TraceContext;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Endings;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunScope;
import com.orchestrator.engine.decision.outcome.ChildReports;
import com.orchestrator.engine.history.ChildEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.ParentRef;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.history.UndoScope;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnParentClose;
import com.orchestrator.engine.run.ChildRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunState;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run does with the runs its tasks have started. A child is told by a message, which is durable with the event that
 * says so, and answers by a report, which {@link ChildReports} hears.
 */
public final class Children {

    /** Code of the cause of a run whose parent has ended or no longer wants it. */
    public static final String PARENT_CLOSED = "PARENT_CLOSED";

    private final RunChange change;
    private final Run run;

    public Children(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    public void start(TaskRun task, Node.Child node, RunScope scope) {
        Payload input = inputOf(task, node, scope);
        NodeKey key = task.key();
        ChildEvent.ChildRequested requested = new ChildEvent.ChildRequested(
                key.taskId(),
                key.iteration(),
                ChildNames.instanceId(run, task, change.now()),
                node.namespaceIn(run.plan()),
                node.workflow(),
                run.childRevision(task),
                runId(task, node, scope),
                run.isPaused() ? Boolean.TRUE : null);
        change.emit(requested, input);
        if (!run.isPaused()) {
            change.tell(requested.childInstanceId(), startOf(requested), input);
        }
    }

    /** What a person has said goes before what the definition says. */
    private Payload inputOf(TaskRun task, Node.Child node, RunScope scope) {
        if (task.inputSequence() > 0 && task.input() != null) {
            return task.input();
        }
        return node.input() == null ? run.input() : node.input().evaluate(scope);
    }

    private RunMessage.Start startOf(ChildEvent.ChildRequested event) {
        ParentRef parent = run.parent();
        boolean awaitsEnd = ((Node.Child) run.plan().node(event.taskId())).awaitsEnd();
        ParentRef self = new ParentRef(
                run.instanceId(),
                event.taskId(),
                event.iteration(),
                parent == null ? 1 : parent.depth() + 1,
                awaitsEnd ? null : Boolean.TRUE);
        TraceContext trace = RunState.trace(run);
        return new RunMessage.Start(
                event.namespace(),
                event.workflow(),
                event.revision(),
                event.runId(),
                run.priority(),
                self,
                trace == null ? null : trace.within(run.instanceId()).traceparent());
    }

    private String runId(TaskRun task, Node.Child node, RunScope scope) {
        if (node.runId() == null) {
            return ChildNames.runId(run, task);
        }
        JsonNode own = node.runId().evaluate(scope).tree();
        String runId = ChildNames.runId(own.isValueNode() && !own.isNull() ? own.asText() : "", task);
        if (!ChildNames.fits(runId)) {
            throw new ExpressionFailure("The run id of task " + task.key() + " is blank, too long or no clean text");
        }
        return runId;
    }

    /**
     * Has the child go on from where it failed, or was cut off. It answers by its end, or that it cannot go on.
     *
     * @param input what the task that failed there is given now; null for what it was given
     */
    public void retry(TaskRun task, @Nullable Payload input, @Nullable String reason) {
        ChildRun child = Objects.requireNonNull(task.child());
        NodeKey key = task.key();
        change.emit(new ChildEvent.ChildRetried(key.taskId(), key.iteration(), child.instanceId(), reason), input);
        change.tell(
                child.instanceId(),
                new RunMessage.Retry(key.taskId(), key.iteration(), child.retries(), reason),
                input);
    }

    /** A paused run is about to go on: tells the children that were to start meanwhile. */
    public void startHeld() {
        for (TaskRun task : run.childTasks()) {
            ChildRun child = task.child();
            if (child != null && child.unsent() != null) {
                change.tell(child.instanceId(), startOf(child.unsent()), task.input());
            }
        }
    }

    /** A rollback begins: what goes on is told to stop, as far as the rollback is its concern. */
    public void stop() {
        UndoScope scope = UndoScope.of(run.plan(), run.rollbackTarget());
        for (TaskRun task : run.childTasks()) {
            if (task.awaitsChild() || isLeftBehind(task, scope)) {
                close(task, howToClose(task), run.rollbackCause());
            }
        }
    }

    /** Nobody waited for its end, and it is cancelled with its parent; one to be undone has its turn in the order. */
    private static boolean isLeftBehind(TaskRun task, UndoScope scope) {
        return goesOn(task) && task.onParentClose() == OnParentClose.CANCEL && scope.contains(task.key());
    }

    private static boolean goesOn(TaskRun task) {
        return task.child() != null && !task.child().over();
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
    public void leave() {
        for (TaskRun task : run.childTasks()) {
            if (goesOn(task) && task.onParentClose() == OnParentClose.CANCEL) {
                close(task, RunMessage.How.AS_DEFINED, run.cause());
            }
        }
    }

    /** The run ends and nobody wants anything undone, nor what its children are doing. */
    public void leaveWithoutUndo(Cause cause) {
        for (TaskRun task : run.childTasks()) {
            boolean isMoving = goesOn(task) || task.undo().state() == UndoRun.State.RUNNING;
            if (isMoving && task.onParentClose() != OnParentClose.ABANDON) {
                close(task, RunMessage.How.NO_UNDO, cause);
            }
        }
    }

    private void close(TaskRun task, RunMessage.How how, @Nullable Cause why) {
        ChildRun child = Objects.requireNonNull(task.child());
        NodeKey key = task.key();
        if (child.unsent() != null) {
            change.emit(new ChildEvent.ChildEnded(
                    key.taskId(), key.iteration(), child.instanceId(), WorkflowState.CANCELLED, why, false));
            return;
        }
        change.emit(new ChildEvent.ChildCloseRequested(key.taskId(), key.iteration(), child.instanceId(), how));
        change.tell(child.instanceId(), new RunMessage.Close(errand(task), how, causeFor(why)), null);
    }

    /** The rollback has come to the task: one undo, done by the child's own rollback. */
    public void undo(TaskRun task) {
        ChildRun child = Objects.requireNonNull(task.child());
        NodeKey key = task.key();
        change.emit(new ChildEvent.ChildUndoRequested(key.taskId(), key.iteration(), child.instanceId()));
        change.tell(child.instanceId(), new RunMessage.Undo(errand(task), causeFor(run.rollbackCause())), null);
    }

    private static RunMessage.Errand errand(TaskRun task) {
        NodeKey key = task.key();
        return new RunMessage.Errand(
                key.taskId(),
                key.iteration(),
                Objects.requireNonNull(task.child()).retries());
    }

    private Cause causeFor(@Nullable Cause why) {
        boolean terminated = why != null && why.code().equals(Endings.TERMINATED);
        String message = "Parent instance " + run.instanceId() + " no longer wants it"
                + (why == null ? "" : ": " + why.code() + (why.message() == null ? "" : ", " + why.message()));
        return terminated
                ? new Cause(Cause.Kind.MANUAL, Endings.TERMINATED, message, null, null)
                : new Cause(Cause.Kind.CANCELLED, PARENT_CLOSED, message, null, null);
    }
}
