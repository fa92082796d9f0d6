package com.orchestrator.engine.coordinator;

import com.orchestrator.api.request.PollRequest;
import com.orchestrator.engine.metrics.EngineCounters;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.WatchStore.Poll;
import com.orchestrator.engine.store.WorkerStore;
import com.orchestrator.engine.store.WorkerStore.PollingWorker;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which queues workers ask for, and which workers ask. A poll leaves marks in memory; from time to time the marks are written,
 * one row per queue and per worker that sends no heartbeats here, so that every server knows of the polls of all. A mark that
 * is made while the marks are taken may be lost, the next poll makes it again.
 */
public final class PollActivity {

    private final DemandBoard board;
    private final EngineStore store;
    private final EngineCounters counters;
    private final LongSupplier ticker;
    private final Map<String, Long> heardAt = new ConcurrentHashMap<>();
    private volatile Map<String, Boolean> hadSlot = new ConcurrentHashMap<>();
    private volatile Map<String, PollingWorker> asked = new ConcurrentHashMap<>();

    PollActivity(DemandBoard board, EngineStore store, EngineCounters counters, LongSupplier ticker) {
        this.board = board;
        this.store = store;
        this.counters = counters;
        this.ticker = ticker;
    }

    void asked(PollRequest request) {
        counters.polled();
        mark(request.queues(), request.max() > 0);
        Map<String, PollingWorker> marks = asked;
        if (!heardAt.containsKey(request.workerId()) && !marks.containsKey(request.workerId())) {
            marks.put(request.workerId(), new PollingWorker(request.workerId(), request.queues(), request.max()));
        }
    }

    private void mark(Collection<String> queues, boolean slot) {
        Map<String, Boolean> marks = hadSlot;
        for (String queue : queues) {
            Boolean mark = marks.get(queue);
            if (mark == null || (slot && !mark)) {
                marks.put(queue, slot);
            }
        }
    }

    void answered(List<?> tasks) {
        counters.answered(tasks);
    }

    /** It speaks for itself as long as it goes on like this; its polls need not be told. */
    void heard(String workerId) {
        heardAt.put(workerId, ticker.getAsLong());
    }

    /** Makes what is known here known to all: polls that have come since the last time, and those that are still held. */
    public void record() {
        recordQueues();
        recordWorkers();
    }

    private void recordQueues() {
        Map<String, Boolean> marks = hadSlot;
        hadSlot = new ConcurrentHashMap<>();
        board.queues().forEach(queue -> marks.put(queue, true));
        List<Poll> polls = marks.entrySet().stream()
                .map(mark -> new Poll(mark.getKey(), mark.getValue()))
                .toList();
        if (!polls.isEmpty()) {
            store.watch().polled(polls);
        }
    }

    private void recordWorkers() {
        Map<String, PollingWorker> marks = asked;
        asked = new ConcurrentHashMap<>();
        long now = ticker.getAsLong();
        heardAt.values().removeIf(at -> now - at > WorkerStore.LOST_AFTER.toNanos());
        board.workers().forEach(worker -> marks.putIfAbsent(worker.workerId(), worker));
        marks.keySet().removeAll(new HashSet<>(heardAt.keySet()));
        if (!marks.isEmpty()) {
            store.workers().polled(marks.values());
        }
    }
}
