package com.orchestrator.engine.decision;

import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Probe;
import com.orchestrator.engine.plan.RetryPolicy;
import com.orchestrator.engine.plan.TaskTimeouts;

/** What the definition says about the work of a task, forward, undo or probe, in one shape. */
public record TaskSpec(String taskType, String queue, RetryPolicy retry, TaskTimeouts timeouts) {

    /** The forward work of a task that a worker does. */
    public static TaskSpec of(TaskRun task) {
        Node.Task node = workOf(task);
        return new TaskSpec(node.taskType(), node.queue(), node.retry(), node.timeouts());
    }

    /** Whether there is anything that could undo it. */
    static boolean hasUndo(TaskRun task) {
        return workOf(task).undo() != null;
    }

    /** Its undo. */
    public static TaskSpec ofUndo(TaskRun task) {
        Node.Undo undo = workOf(task).undo();
        if (undo == null) {
            throw new IllegalStateException("Task " + task.key() + " has no undo");
        }
        return new TaskSpec(undo.taskType(), undo.queue(), undo.retry(), undo.timeouts());
    }

    /** What finds out whether it happened. */
    static TaskSpec ofProbe(TaskRun task) {
        Probe probe = workOf(task).onUnknown().probe();
        if (probe == null) {
            throw new IllegalStateException("Task " + task.key() + " has no probe");
        }
        return new TaskSpec(probe.taskType(), probe.queue(), probe.retry(), probe.timeouts());
    }

    public static TaskSpec of(ExecutionRun execution) {
        return switch (execution.kind()) {
            case ACTION -> of(execution.task());
            case COMPENSATION -> ofUndo(execution.task());
            case PROBE -> ofProbe(execution.task());
        };
    }

    static Node.Task workOf(TaskRun task) {
        if (task.node() instanceof Node.Task node) {
            return node;
        }
        throw new IllegalStateException("Task " + task.key() + " is not done by workers");
    }
}
