package com.orchestrator.engine.decision.signal;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.history.SignalEvent;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings messages and the tasks that wait for them together. */
public final class Signals {

    private final RunChange change;
    private final Run run;

    public Signals(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    public boolean hasSeen(String signalId) {
        return run.hasSeenSignal(signalId);
    }

    public int bufferedCount() {
        return run.bufferedSignals();
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

    /** Buffers the message, whether or not a task waits for it. */
    public void receive(String name, String signalId, Payload payload) {
        change.emit(new SignalEvent.SignalReceived(name, signalId), payload);
    }

    /** The task that has waited longest for such a message, if any. */
    public Optional<TaskRun> waiting(String name) {
        return run.waitingTasks().stream()
                .filter(task -> task.node() instanceof Node.Signal node
                        && node.signalName().equals(name))
                .findFirst();
    }

    /**
     * Gives the message to the task. One that came early and does not fit fails it, because its sender is long gone.
     *
     * @return what is wrong with the message; null when it fits
     */
    public @Nullable TaskError consume(TaskRun task, Node.Signal node, String signalId, Payload payload) {
        change.emit(
                new SignalEvent.SignalConsumed(
                        task.key().taskId(), task.key().iteration(), node.signalName(), signalId),
                payload);
        Map<String, String> faults =
                node.check() == null ? Map.of() : node.check().faults(payload);
        if (faults.isEmpty()) {
            return null;
        }
        String message = "Signal " + node.signalName() + " does not fit its schema: " + faults;
        return new TaskError(FailureKind.FATAL, "SIGNAL_INVALID", message, null);
    }
}
