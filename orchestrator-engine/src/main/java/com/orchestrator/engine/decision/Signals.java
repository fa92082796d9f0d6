package com.orchestrator.engine.decision;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.plan.Node;
import java.util.Map;

/** Brings messages and the tasks that wait for them together. */
public final class Signals {

    private final RunChange change;
    private final Run run;

    public Signals(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    public boolean hasSeen(String signalId) {
        return run.signals().hasSeen(signalId);
    }

    public int bufferedCount() {
        return run.signals().bufferedCount();
    }

    /** What waiting tasks find wrong with a message; empty when none waits or none objects. */
    public Map<String, String> faults(String name, Payload payload) {
        for (TaskRun task : run.waitingTasks()) {
            if (task.node() instanceof Node.Signal node && node.signalName().equals(name) && node.check() != null) {
                return node.check().faults(payload);
            }
        }
        return Map.of();
    }

    /** Buffers the message and gives it to the task that has waited longest for it, if any. */
    public void receive(String name, String signalId, Payload payload) {
        change.emit(new RunEvent.SignalReceived(name, signalId), payload);
        for (TaskRun task : run.waitingTasks()) {
            if (task.node() instanceof Node.Signal node && node.signalName().equals(name)) {
                consume(task, node, signalId, payload);
                return;
            }
        }
    }

    /** A message that came early and does not fit fails the task, because its sender is long gone. */
    void consume(TaskRun task, Node.Signal node, String signalId, Payload payload) {
        change.emit(
                new RunEvent.SignalConsumed(task.key().taskId(), task.key().iteration(), node.signalName(), signalId),
                payload);
        Map<String, String> faults =
                node.check() == null ? Map.of() : node.check().faults(payload);
        if (faults.isEmpty()) {
            new Forward(change).settled(task);
        } else {
            String message = "Signal " + node.signalName() + " does not fit its schema: " + faults;
            new Forward(change).failed(task, new TaskError(FailureKind.FATAL, "SIGNAL_INVALID", message, null));
        }
    }
}
