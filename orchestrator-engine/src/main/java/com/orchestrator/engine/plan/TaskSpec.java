package com.orchestrator.engine.plan;

import com.orchestrator.api.model.ExecutionKind;
import org.jspecify.annotations.Nullable;

/** What the definition says about the work of a task, forward, undo or probe, in one shape. */
public record TaskSpec(String taskType, String queue, RetryPolicy retry, TaskTimeouts timeouts, TaskControls controls) {

    /** The forward work of a task that a worker does. */
    public static TaskSpec of(Node node) {
        Node.Task work = workOf(node);
        return new TaskSpec(work.taskType(), work.queue(), work.retry(), work.timeouts(), work.controls());
    }

    /**
     * The same, as it was chosen when the task started.
     *
     * @param type null for the one that the definition says
     * @param where null for the one that the definition says, or for that of a type that was chosen
     */
    public TaskSpec routed(@Nullable String type, @Nullable String where) {
        String own = type == null ? queue : type;
        return new TaskSpec(type == null ? taskType : type, where == null ? own : where, retry, timeouts, controls);
    }

    /** Whether there is anything that could undo it. */
    public static boolean hasUndo(Node node) {
        return workOf(node).undo() != null;
    }

    /** Its undo. */
    public static TaskSpec ofUndo(Node node) {
        Node.Task work = workOf(node);
        Undo undo = work.undo();
        if (undo == null) {
            throw new IllegalStateException("Task " + node.id() + " has no undo");
        }
        return new TaskSpec(
                undo.taskType(),
                undo.queue(),
                undo.retry(),
                undo.timeouts(),
                work.controls().ofOthers());
    }

    /** What finds out whether it happened. */
    public static TaskSpec ofProbe(Node node) {
        Node.Task work = workOf(node);
        Probe probe = work.onUnknown().probe();
        if (probe == null) {
            throw new IllegalStateException("Task " + node.id() + " has no probe");
        }
        return new TaskSpec(
                probe.taskType(),
                probe.queue(),
                probe.retry(),
                probe.timeouts(),
                work.controls().ofOthers());
    }

    /** What an attempt of this kind does. */
    public static TaskSpec of(ExecutionKind kind, Node node) {
        return switch (kind) {
            case ACTION -> of(node);
            case COMPENSATION -> ofUndo(node);
            case PROBE -> ofProbe(node);
        };
    }

    /** What an attempt of this kind is given; null when the definition does not say. */
    public static @Nullable Template inputOf(ExecutionKind kind, Node node) {
        Node.Task work = workOf(node);
        Undo undo = work.undo();
        return switch (kind) {
            case ACTION -> work.input();
            case COMPENSATION -> undo == null ? null : undo.input();
            case PROBE -> work.onUnknown().probeInput();
        };
    }

    /** The node as one that workers do. */
    public static Node.Task workOf(Node node) {
        if (node instanceof Node.Task work) {
            return work;
        }
        throw new IllegalStateException("Task " + node.id() + " is not done by workers");
    }
}
