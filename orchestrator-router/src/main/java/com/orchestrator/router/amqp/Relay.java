package com.orchestrator.router.amqp;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.router.Answers;
import com.orchestrator.router.Dispatch;
import com.orchestrator.router.Holders;
import com.orchestrator.router.JobClass;
import com.orchestrator.router.OnlyJobs;
import com.orchestrator.router.store.RouterStore;
import com.orchestrator.router.store.RouterStore.JobRow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes jobs out of the engine and makes them the broker's. What is taken is written down before it is published, so that whoever leads
 * next publishes it again under the same message id; and the engine keeps the rest until the broker can have it. While one batch is
 * written down and published the engine gets the next one ready.
 */
final class Relay {

    /** Of one class: of a single queue each lane of the engine finds its part, and none looks for what another hands out. */
    private static final int BATCH_MAX = 1_000;

    /** Messages under way to the broker at once. */
    private static final int WINDOW = 4_000;

    /** What is written down may be more for a while, when another led meanwhile. */
    private static final int OPEN_MAX = 2 * WINDOW;

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final List<String> QUEUES =
            Arrays.stream(JobClass.values()).map(JobClass::queue).toList();

    private final TaskService tasks;
    private final RouterStore store;
    private final Duration patience;
    private final List<Dispatch> confirmed = new ArrayList<>();
    private long heldAt = System.nanoTime() - LEASE.toNanos();
    private int turn;
    private int emptyTurns;
    private @Nullable Asked asked;

    /**
     * What the engine was asked.
     *
     * @param confirmed what the broker has; its leases are extended with it
     */
    private record Asked(List<Dispatch> confirmed, CompletableFuture<PollResponse> answer) {}

    /** @param patience for how long the broker and those behind it have an attempt */
    Relay(TaskService tasks, RouterStore store, Duration patience) {
        this.tasks = tasks;
        this.store = store;
        this.patience = patience;
    }

    /** Publishes what was written down and of which nobody knows whether the broker has it. */
    void begin(Publisher publisher) throws IOException {
        keep();
        strikeOut();
        publisher.publish(renewed());
    }

    /** Whatever breaks: what the engine was asked for is written down, for whoever goes on. */
    void keep() {
        if (asked != null) {
            Asked now = asked;
            asked = null;
            store.relay(dispatches(Answers.of(now.answer()).tasks()), ids(now.confirmed()));
        }
    }

    /** While nothing can be published: what is written down stays ours, and costs no attempt. */
    void hold() {
        keep();
        if (System.nanoTime() - heldAt > LEASE.toNanos() / 3) {
            renewed();
        }
    }

    /** Those that are written down, with their leases extended; without those whose lease is lost, which are other attempts by now. */
    private List<Dispatch> renewed() {
        heldAt = System.nanoTime();
        List<Dispatch> open = store.dispatches(Holders.BROKER, false, OPEN_MAX);
        Set<UUID> lost = open.isEmpty() ? Set.of() : lost(open);
        store.forget(lost);
        return open.stream().filter(held -> !lost.contains(held.executionId())).toList();
    }

    private Set<UUID> lost(List<Dispatch> open) {
        List<PollResponse.RenewalVerdict> verdicts = new ArrayList<>();
        for (int from = 0; from < open.size(); from += BATCH_MAX) {
            List<Dispatch> part = open.subList(from, Math.min(open.size(), from + BATCH_MAX));
            verdicts.addAll(Answers.of(poll(List.of(), Duration.ZERO, renewals(part, LEASE)))
                    .renewals());
        }
        return verdicts.stream()
                .filter(verdict -> verdict.status() == PollResponse.RenewalStatus.LOST)
                .map(PollResponse.RenewalVerdict::executionId)
                .collect(Collectors.toSet());
    }

    /** Hears what the broker has said, takes what there is room for, and publishes it; waits a little when there is nothing to do. */
    void round(Publisher publisher) throws IOException, InterruptedException {
        Asked now = asked == null ? ask(publisher, 0) : asked;
        asked = null;
        List<Dispatch> fresh = dispatches(Answers.of(now.answer()).tasks());
        emptyTurns = fresh.isEmpty() ? emptyTurns + 1 : 0;
        asked = ask(publisher, fresh.size());
        store.relay(fresh, ids(now.confirmed()));
        publisher.publish(fresh);
        if (emptyTurns >= QUEUES.size()) {
            publisher.awaitWord(BATCH_MAX / 2);
        }
    }

    /**
     * Asks for what there is of the class whose turn it is; when none has anything and nothing is under way, waits for any.
     *
     * @param unpublished messages that need room first
     */
    private Asked ask(Publisher publisher, int unpublished) {
        confirmed.addAll(publisher.confirmed());
        List<Dispatch> extended = firstConfirmed();
        int pending = publisher.pending() + unpublished;
        if (pending == 0 && extended.isEmpty() && emptyTurns >= QUEUES.size()) {
            return new Asked(extended, poll(QUEUES, IDLE, List.of()));
        }
        List<String> queue = pending > WINDOW - BATCH_MAX ? List.of() : List.of(QUEUES.get(turn));
        turn = (turn + 1) % QUEUES.size();
        return new Asked(extended, poll(queue, Duration.ZERO, renewals(extended, patience)));
    }

    private List<Dispatch> firstConfirmed() {
        List<Dispatch> part = confirmed.subList(0, Math.min(confirmed.size(), BATCH_MAX));
        List<Dispatch> first = List.copyOf(part);
        part.clear();
        return first;
    }

    /** What the broker has need not be published again. */
    void end(Publisher publisher) {
        keep();
        confirmed.addAll(publisher.confirmed());
        strikeOut();
    }

    private void strikeOut() {
        while (!confirmed.isEmpty()) {
            List<Dispatch> had = firstConfirmed();
            Answers.of(poll(List.of(), Duration.ZERO, renewals(had, patience)));
            store.forget(ids(had));
        }
    }

    private CompletableFuture<PollResponse> poll(List<String> queues, Duration wait, List<LeaseRenewal> renewals) {
        return tasks.poll(new PollRequest(
                Holders.BROKER, queues, queues.isEmpty() ? 0 : BATCH_MAX, wait, LEASE, List.of(), renewals));
    }

    private static List<LeaseRenewal> renewals(List<Dispatch> dispatches, Duration lease) {
        return dispatches.stream()
                .map(held -> new LeaseRenewal(held.executionId(), held.fenceToken(), null, lease))
                .toList();
    }

    private static List<UUID> ids(List<Dispatch> dispatches) {
        return dispatches.stream().map(Dispatch::executionId).toList();
    }

    private List<Dispatch> dispatches(List<LeasedTask> taken) {
        List<LeasedTask> leased = OnlyJobs.of(taken, tasks, Holders.BROKER);
        if (leased.isEmpty()) {
            return List.of();
        }
        Map<String, JobRow> rows =
                store.jobs(leased.stream().map(LeasedTask::runId).toList());
        return leased.stream()
                .map(task -> Dispatch.of(task, Holders.BROKER, priority(task, rows)))
                .toList();
    }

    /** A job is put and then written down by the router; one that was lost in between still has its class. */
    private static int priority(LeasedTask task, Map<String, JobRow> rows) {
        JobRow row = rows.get(task.runId());
        return row == null ? JobClass.ofQueue(task.queue()).from() : row.priority();
    }
}
