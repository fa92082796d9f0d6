package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.metrics.EngineCounters;
import com.orchestrator.engine.store.WatchStore;
import com.orchestrator.engine.store.WatchStore.Poll;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which queues workers ask for. A poll leaves a mark in memory; from time to time the marks are written, one row per queue,
 * so that every server knows of the polls of all. A mark that is made while the marks are taken may be lost, the next poll
 * makes it again.
 */
public final class PollActivity {

    private final DemandBoard board;
    private final WatchStore store;
    private final EngineCounters counters;
    private volatile Map<String, Boolean> hadSlot = new ConcurrentHashMap<>();

    PollActivity(DemandBoard board, WatchStore store, EngineCounters counters) {
        this.board = board;
        this.store = store;
        this.counters = counters;
    }

    /** @param max free slots of the worker */
    void asked(Collection<String> queues, int max) {
        counters.polled();
        Map<String, Boolean> marks = hadSlot;
        for (String queue : queues) {
            Boolean mark = marks.get(queue);
            if (mark == null || (max > 0 && !mark)) {
                marks.put(queue, max > 0);
            }
        }
    }

    void answered(List<?> tasks) {
        counters.answered(tasks);
    }

    /** Makes what is known here known to all: polls that have come since the last time, and those that are still held. */
    public void record() {
        Map<String, Boolean> marks = hadSlot;
        hadSlot = new ConcurrentHashMap<>();
        board.queues().forEach(queue -> marks.put(queue, true));
        List<Poll> polls = marks.entrySet().stream()
                .map(mark -> new Poll(mark.getKey(), mark.getValue()))
                .toList();
        if (!polls.isEmpty()) {
            store.polled(polls);
        }
    }
}
