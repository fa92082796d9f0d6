package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The signals of a run: which ids were seen, and which messages wait to be consumed. */
final class SignalFold {

    private final Set<String> seen = new HashSet<>();
    private final Map<String, List<Buffered>> buffered = new HashMap<>();
    private int bufferedCount;

    /** A message nobody has consumed yet. */
    record Buffered(String signalId, Payload payload) {}

    void received(RunEvent.SignalReceived event, Entry entry) {
        seen.add(event.signalId());
        Payload payload = entry.payload() == null ? Payload.NULL : entry.payload();
        buffered.computeIfAbsent(event.name(), name -> new ArrayList<>()).add(new Buffered(event.signalId(), payload));
        bufferedCount++;
    }

    void consumed(RunEvent.SignalConsumed event) {
        List<Buffered> waiting = buffered.getOrDefault(event.name(), List.of());
        if (waiting.removeIf(signal -> signal.signalId().equals(event.signalId()))) {
            bufferedCount--;
        }
    }

    boolean hasSeen(String signalId) {
        return seen.contains(signalId);
    }

    int bufferedCount() {
        return bufferedCount;
    }

    /** The oldest message of this name that nobody has consumed. */
    Optional<Buffered> oldest(String name) {
        return buffered.getOrDefault(name, List.of()).stream().findFirst();
    }
}
