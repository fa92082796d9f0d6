package com.orchestrator.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many tasks the worker may still take. Two requests may be under way at once, so what one has asked for is reserved
 * until its answer is in; together they never ask for more than is free.
 *
 * <p>A type with a limit of its own is kept from being over-fetched by its queue: a request that names the queue asks for
 * no more than the type may take, and a full type's queue is left out. That works for queues named like their type; in a
 * queue that several types share, tasks above the limit are taken and wait in the worker ({@link TypeGate}).
 *
 * <p>Owned by the loop.
 */
final class SlotBook {

    private final List<String> queues;
    private final int capacity;
    private final Map<String, Integer> limits = new HashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private int held;
    private int reserved;

    SlotBook(List<String> queues, int capacity, Collection<RegisteredHandler> handlers) {
        this.queues = List.copyOf(queues);
        this.capacity = capacity;
        handlers.stream()
                .filter(RegisteredHandler::isLimited)
                .filter(handler -> queues.contains(handler.taskType()))
                .forEach(handler -> limits.put(handler.taskType(), handler.concurrency()));
    }

    /** Reserves what can be asked for now; {@code max} is 0 when that is nothing. */
    Ask reserve() {
        int max = capacity - held - reserved;
        List<String> open = new ArrayList<>();
        for (String queue : queues) {
            int room = room(queue);
            if (room > 0) {
                open.add(queue);
                max = Math.min(max, room);
            }
        }
        if (max <= 0 || open.isEmpty()) {
            return nothing();
        }
        reserve(open, max);
        return new Ask(List.copyOf(open), max, open.size() == queues.size());
    }

    /** For a request that only reports. */
    Ask nothing() {
        return new Ask(queues, 0, true);
    }

    /** The answer is in: what it brought is taken one by one, the rest is free again. */
    void settle(Ask ask) {
        if (ask.max() > 0) {
            reserve(ask.queues(), -ask.max());
        }
    }

    boolean isFull() {
        return held >= capacity;
    }

    void take(String taskType) {
        held++;
        count(taskType, 1);
    }

    void free(String taskType) {
        held--;
        count(taskType, -1);
    }

    int held() {
        return held;
    }

    private void reserve(List<String> asked, int change) {
        reserved += change;
        asked.forEach(queue -> count(queue, change));
    }

    private void count(String taskType, int change) {
        if (limits.containsKey(taskType)) {
            taken.merge(taskType, change, Integer::sum);
        }
    }

    private int room(String queue) {
        int limit = limits.getOrDefault(queue, Integer.MAX_VALUE);
        return limit - taken.getOrDefault(queue, 0);
    }

    /** @param isComplete whether every queue is asked for */
    record Ask(List<String> queues, int max, boolean isComplete) {}
}
