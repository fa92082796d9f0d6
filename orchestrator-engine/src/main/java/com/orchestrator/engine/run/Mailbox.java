package com.orchestrator.engine.run;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.SignalEvent;
import com.orchestrator.engine.plan.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** What a run was sent: which ids of signals it has seen, which signals wait for a task to take them, and of which batches it has heard. */
public final class Mailbox {

    private final Run run;
    private final Map<String, Set<String>> seen = new HashMap<>();
    private final Map<String, List<Letter>> waiting = new HashMap<>();
    private final Set<UUID> batches = new HashSet<>(0);

    /** A signal that nobody has taken yet. */
    public record Letter(String signalId, Payload payload, Instant since) {}

    Mailbox(Run run) {
        this.run = run;
    }

    private void add(String name, Letter letter) {
        seen.computeIfAbsent(name, any -> new HashSet<>()).add(letter.signalId());
        waiting.computeIfAbsent(name, any -> new ArrayList<>()).add(letter);
    }

    void hear(UUID batchId) {
        batches.add(batchId);
    }

    /** Whether it has had the operation of this batch. */
    public boolean hasHeardOf(UUID batchId) {
        return batches.contains(batchId);
    }

    private void remove(String name, String signalId) {
        waiting.computeIfPresent(name, (any, letters) -> {
            letters.removeIf(letter -> letter.signalId().equals(signalId));
            return letters.isEmpty() ? null : letters;
        });
    }

    /** Whether there was a signal of this name and id; the same id under another name is another signal. */
    public boolean hasSeen(String name, String signalId) {
        return seen.getOrDefault(name, Set.of()).contains(signalId);
    }

    /** Names of which something waits, in alphabetical order; a copy. */
    public Set<String> names() {
        return new TreeSet<>(waiting.keySet());
    }

    /** What waits under a name, the oldest first. */
    public List<Letter> waiting(String name) {
        return Collections.unmodifiableList(waiting.getOrDefault(name, List.of()));
    }

    /** Bytes of what waits under a name. */
    public long bytes(String name) {
        return waiting(name).stream()
                .mapToLong(letter -> letter.payload().size())
                .sum();
    }

    /** The tasks of the definition that wait for such a signal or may still come to, in its order. */
    public List<Node.Signal> takers(String name) {
        return run.plan().signals().awaiting(name).stream()
                .filter(this::mayStillCome)
                .toList();
    }

    private boolean mayStillCome(Node.Signal node) {
        boolean isAfterRollback = run.plan().index().afterRollback().contains(node.id());
        return run.phase() == Run.Phase.FORWARD || (isAfterRollback && run.phase() != Run.Phase.ENDED)
                ? run.taskRuns().mayStillCome(node)
                : RunState.mayGoForward(run);
    }

    /** How events about signals change it. */
    static final class Fold implements SignalEvent.Fold {

        private final Run run;

        Fold(Run run) {
            this.run = run;
        }

        @Override
        public void received(SignalEvent.SignalReceived event, Entry entry) {
            Payload payload = Objects.requireNonNullElse(entry.payload(), Payload.NULL);
            run.mailbox().add(event.name(), new Letter(event.signalId(), payload, entry.at()));
        }

        @Override
        public void consumed(SignalEvent.SignalConsumed event, Entry entry) {
            run.mailbox().remove(event.name(), event.signalId());
            run.folds.tasks().signalled(event, entry);
        }
    }
}
