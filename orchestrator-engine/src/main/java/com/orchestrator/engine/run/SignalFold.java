package com.orchestrator.engine.run;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.SignalEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The signals of a run: which ids were seen, and which messages wait to be consumed. */
final class SignalFold implements SignalEvent.Fold {

    private final Run run;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, List<Run.BufferedSignal>> buffered = new HashMap<>();
    private int bufferedCount;

    SignalFold(Run run) {
        this.run = run;
    }

    @Override
    public void received(SignalEvent.SignalReceived event, Entry entry) {
        seen.add(event.signalId());
        Payload payload = entry.payload() == null ? Payload.NULL : entry.payload();
        buffered.computeIfAbsent(event.name(), name -> new ArrayList<>())
                .add(new Run.BufferedSignal(event.signalId(), payload));
        bufferedCount++;
    }

    @Override
    public void consumed(SignalEvent.SignalConsumed event, Entry entry) {
        List<Run.BufferedSignal> waiting = buffered.getOrDefault(event.name(), List.of());
        if (waiting.removeIf(signal -> signal.signalId().equals(event.signalId()))) {
            bufferedCount--;
        }
        run.folds().tasks().signalled(event, entry);
    }

    boolean hasSeen(String signalId) {
        return seen.contains(signalId);
    }

    int bufferedCount() {
        return bufferedCount;
    }

    /** The oldest message of this name that nobody has consumed. */
    Optional<Run.BufferedSignal> oldest(String name) {
        return buffered.getOrDefault(name, List.of()).stream().findFirst();
    }
}
