package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.store.RunTransaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What the runs of one batch have heard and told; recorded together with them, or decided again with them. */
final class Mail {

    private final List<RunMessage> heard = new ArrayList<>();
    private final List<RunMessage> refusals = new ArrayList<>();
    private List<RunMessage> told = List.of();

    void heard(RunMessage message) {
        heard.add(message);
    }

    /** A child that was not started tells its parent so, although there is no run of it. */
    void refused(RunMessage refusal) {
        refusals.add(refusal);
    }

    /** @param moved runs that were not written */
    void record(Collection<RunWork> works, Set<UUID> moved, RunTransaction transaction) {
        told = Stream.concat(works.stream().flatMap(work -> work.messages().stream()), refusals.stream())
                .filter(message -> !moved.contains(message.sender()))
                .toList();
        List<RunMessage> taken = heard.stream()
                .filter(message -> !moved.contains(message.receiver()))
                .toList();
        if (!told.isEmpty() || !taken.isEmpty()) {
            transaction.recordMessages(told, taken);
        }
    }

    /** What is durable now, and whose receivers may hear it. */
    List<RunMessage> told() {
        return told;
    }
}
