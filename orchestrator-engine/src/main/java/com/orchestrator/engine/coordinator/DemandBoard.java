package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.decision.DecisionContext.Slot;
import com.orchestrator.engine.store.WorkerStore.PollingWorker;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The waiting polls of this server, by queue. The newest is served first: a live worker polls again and again, so a poll
 * that a dead one has left behind sinks to the bottom and gets work only when nobody else wants it.
 */
final class DemandBoard {

    private final Map<String, Deque<WorkerDemand>> waiting = new HashMap<>();

    synchronized void add(WorkerDemand demand) {
        for (String queue : demand.queues()) {
            waiting.computeIfAbsent(queue, key -> new ArrayDeque<>()).addFirst(demand);
        }
    }

    synchronized void remove(WorkerDemand demand) {
        for (String queue : demand.queues()) {
            Deque<WorkerDemand> line = waiting.get(queue);
            if (line != null && line.remove(demand) && line.isEmpty()) {
                waiting.remove(queue);
            }
        }
    }

    /** A slot of the newest poll. */
    synchronized Optional<Slot> take(String queue) {
        Deque<WorkerDemand> line = waiting.get(queue);
        if (line == null) {
            return Optional.empty();
        }
        for (Iterator<WorkerDemand> demands = line.iterator(); demands.hasNext(); ) {
            WorkerDemand demand = demands.next();
            Optional<Slot> slot = demand.take(queue);
            if (slot.isPresent()) {
                return slot;
            }
            if (demand.isClosed()) {
                demands.remove();
            }
        }
        return Optional.empty();
    }

    /** Slots that polls have free for a queue. */
    synchronized int free(String queue) {
        return waiting.getOrDefault(queue, new ArrayDeque<>()).stream()
                .mapToInt(WorkerDemand::free)
                .sum();
    }

    /** Queues for which somebody is waiting. */
    synchronized Set<String> queues() {
        return Set.copyOf(waiting.keySet());
    }

    /** Workers that are waiting. */
    synchronized List<PollingWorker> workers() {
        return waiting.values().stream()
                .flatMap(Collection::stream)
                .distinct()
                .map(WorkerDemand::worker)
                .toList();
    }

    /** Answers the polls of one worker with what they have; if it is alive, it asks again. */
    void closePollsOf(String workerId) {
        Set<WorkerDemand> polls = new LinkedHashSet<>();
        synchronized (this) {
            waiting.values()
                    .forEach(line -> line.stream()
                            .filter(demand -> demand.workerId().equals(workerId))
                            .forEach(polls::add));
        }
        polls.forEach(WorkerDemand::close);
    }

    /** Answers every poll with what it has. */
    void closeAll() {
        Set<WorkerDemand> all = new LinkedHashSet<>();
        synchronized (this) {
            waiting.values().forEach(all::addAll);
            waiting.clear();
        }
        all.forEach(WorkerDemand::close);
    }
}
