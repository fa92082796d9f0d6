package com.orchestrator.engine.decision.signal;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.DecisionContext;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.history.SignalEvent;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.run.Mailbox;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brings signals and the tasks that wait for them together. A task takes the oldest signal of its name that fits its schema;
 * a signal goes to the task that has waited longest among those whose schema it fits.
 */
public final class Signals {

    private final RunChange change;
    private final Run run;

    public Signals(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    /** The task that takes such a signal now. */
    public Optional<TaskRun> taker(String name, Payload payload) {
        Map<Node.Signal, Boolean> judged = new HashMap<>();
        return awaiting(name)
                .filter(task -> judged.computeIfAbsent((Node.Signal) task.node(), node -> node.fits(payload)))
                .findFirst();
    }

    private Stream<TaskRun> awaiting(String name) {
        return run.waitingTasks().stream()
                .filter(task -> task.node() instanceof Node.Signal node
                        && node.signalName().equals(name));
    }

    /**
     * What is wrong with a signal that nobody takes now: nothing, if a task may still come that will. Otherwise what the task
     * says that waits for it, or the first that may.
     */
    public Map<String, String> faults(String name, Payload payload) {
        List<Node.Signal> all = run.plan().signals().awaiting(name);
        List<Node.Signal> coming = run.mailbox().takers(name);
        List<Node.Signal> judges = coming.isEmpty() ? all : coming;
        if (judges.isEmpty() || judges.stream().anyMatch(node -> node.fits(payload))) {
            return Map.of();
        }
        Node.Signal first = awaiting(name)
                .findFirst()
                .map(task -> (Node.Signal) task.node())
                .orElse(judges.get(0));
        return first.faults(payload);
    }

    /** Whether no more can wait under the name; names that the definition does not have share one place. */
    public boolean isFull(String name, Payload payload) {
        DecisionContext.Limits limits = change.context().limits();
        List<String> sharing = sharing(name);
        long count = sharing.stream()
                .mapToLong(other -> run.mailbox().waiting(other).size())
                .sum();
        long bytes = sharing.stream().mapToLong(run.mailbox()::bytes).sum();
        return count >= limits.signalsMax() || (count > 0 && bytes + payload.size() > limits.signalBytesMax());
    }

    private List<String> sharing(String name) {
        return run.plan().signals().isDeclared(name)
                ? List.of(name)
                : run.mailbox().names().stream()
                        .filter(other -> !run.plan().signals().isDeclared(other))
                        .toList();
    }

    /** Keeps a signal until a task takes it. */
    public void receive(String name, String signalId, Payload payload) {
        change.emit(new SignalEvent.SignalReceived(name, signalId), payload);
    }

    /** A task that has begun to wait takes what has come early; whether it did. */
    public boolean takeEarly(TaskRun task, Node.Signal node) {
        Optional<Mailbox.Letter> early = run.mailbox().waiting(node.signalName()).stream()
                .filter(letter -> node.fits(letter.payload()))
                .findFirst();
        early.ifPresent(letter -> take(task, letter.signalId(), letter.payload()));
        return early.isPresent();
    }

    /** The task is done with it. */
    public void take(TaskRun task, String signalId, Payload payload) {
        String name = ((Node.Signal) task.node()).signalName();
        change.emit(
                new SignalEvent.SignalConsumed(task.key().taskId(), task.key().iteration(), name, signalId), payload);
    }
}
