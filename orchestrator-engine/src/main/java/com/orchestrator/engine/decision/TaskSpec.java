package com.orchestrator.engine.decision;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.engine.plan.Node;

/** What the definition says about the work of a task, forward or undo, in one shape. */
public record TaskSpec(String taskType, String queue, Node.RetryPolicy retry, Node.TaskTimeouts timeouts) {

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

    public static TaskSpec of(ExecutionRun execution) {
        return execution.kind() == ExecutionKind.ACTION ? of(execution.task()) : ofUndo(execution.task());
    }

    static Node.Task workOf(TaskRun task) {
        if (task.node() instanceof Node.Task node) {
            return node;
        }
        throw new IllegalStateException("Task " + task.key() + " is not done by workers");
    }
}
