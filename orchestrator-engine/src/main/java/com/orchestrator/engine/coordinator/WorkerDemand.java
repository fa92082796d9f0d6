package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.engine.decision.DecisionContext.Slot;
import com.orchestrator.engine.store.WorkerStore.PollingWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One poll's free slots. A slot is taken while a decision is made, and afterwards either filled with the leased task or
 * given back. The poll is answered when it is closed and no slot is in between.
 */
final class WorkerDemand {

    private final String workerId;
    private final Set<String> queues;
    private final Optional<Duration> leaseWish;
    private final List<LeasedTask> tasks = new ArrayList<>();
    private final CompletableFuture<List<LeasedTask>> answer = new CompletableFuture<>();

    private int free;
    private int taken;
    private boolean waiting;
    private boolean closed;

    WorkerDemand(String workerId, Set<String> queues, int free, @Nullable Duration leaseWish) {
        this.workerId = workerId;
        this.queues = Set.copyOf(queues);
        this.free = free;
        this.leaseWish = Optional.ofNullable(leaseWish);
    }

    Set<String> queues() {
        return queues;
    }

    String workerId() {
        return workerId;
    }

    /** Who asks, with the slots that it has left. */
    synchronized PollingWorker worker() {
        return new PollingWorker(workerId, queues.stream().sorted().toList(), free + taken);
    }

    CompletableFuture<List<LeasedTask>> answer() {
        return answer;
    }

    /** Slots that may still be taken. */
    synchronized int free() {
        return closed ? 0 : free;
    }

    synchronized Optional<Slot> take(String queue) {
        if (closed || free == 0 || !queues.contains(queue)) {
            return Optional.empty();
        }
        free--;
        taken++;
        return Optional.of(new Slot(workerId, leaseWish, this));
    }

    /** A slot beyond those that were asked for, for a task the worker asks for by name. */
    synchronized Slot reserve() {
        taken++;
        return new Slot(workerId, leaseWish, this);
    }

    /** What it has got so far. */
    synchronized List<LeasedTask> filled() {
        return List.copyOf(tasks);
    }

    /** The lease is durable. */
    void fill(LeasedTask task) {
        change(() -> {
            taken--;
            tasks.add(task);
        });
    }

    /** Nothing came of it. */
    void giveBack() {
        change(() -> {
            taken--;
            free++;
        });
    }

    /** From now on it is answered as soon as it has got something. */
    void waitForWork() {
        change(() -> {
            waiting = true;
            closed |= !tasks.isEmpty();
        });
    }

    /** A batch is over: a waiting poll that has got something is answered with it. */
    void closeIfWaiting() {
        change(() -> closed |= waiting && !tasks.isEmpty());
    }

    /** Takes no more; answers as soon as no slot is in between. */
    void close() {
        change(() -> closed = true);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /**
     * Answers outside of the lock: whoever is answered takes other locks, the board's for one, and the board takes this
     * one while it holds its own.
     */
    private void change(Runnable step) {
        List<LeasedTask> settled = null;
        synchronized (this) {
            step.run();
            if (closed && taken == 0) {
                settled = List.copyOf(tasks);
            }
        }
        if (settled != null) {
            answer.complete(settled);
        }
    }
}
