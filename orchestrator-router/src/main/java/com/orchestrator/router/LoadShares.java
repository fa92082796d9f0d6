package com.orchestrator.router;

import com.orchestrator.router.store.RouterStore.WorkerRow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Whose turn it is: the worker with the lowest load for its capacity, by name among equals. */
final class LoadShares {

    private static final Comparator<Standing> LEAST_LOADED = LoadShares::byLoad;

    private final PriorityQueue<Standing> free = new PriorityQueue<>(LEAST_LOADED.thenComparing(Standing::workerId));

    private record Standing(String workerId, int capacity, int load) {}

    LoadShares(List<WorkerRow> workers) {
        workers.forEach(worker ->
                offer(new Standing(worker.workerId(), worker.capacity(), worker.currentLoad() + worker.untaken())));
    }

    /** Fractions, compared without rounding. */
    private static int byLoad(Standing one, Standing other) {
        return Long.compare((long) one.load() * other.capacity(), (long) other.load() * one.capacity());
    }

    private void offer(Standing standing) {
        if (standing.load() < standing.capacity()) {
            free.add(standing);
        }
    }

    int slots() {
        return free.stream()
                .mapToInt(worker -> worker.capacity() - worker.load())
                .sum();
    }

    /** Gives the next job away. */
    Optional<String> next() {
        Standing chosen = free.poll();
        if (chosen == null) {
            return Optional.empty();
        }
        offer(new Standing(chosen.workerId(), chosen.capacity(), chosen.load() + 1));
        return Optional.of(chosen.workerId());
    }
}
