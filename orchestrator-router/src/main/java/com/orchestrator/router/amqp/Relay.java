package com.orchestrator.router.amqp;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.router.Answers;
import com.orchestrator.router.Dispatch;
import com.orchestrator.router.Holders;
import com.orchestrator.router.JobClass;
import com.orchestrator.router.OnlyJobs;
import com.orchestrator.router.store.Outbox;
import com.orchestrator.router.store.RouterStore;
import com.orchestrator.router.store.RouterStore.JobRow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Takes jobs out of the engine and makes them the broker's. What is taken is written down before it is published, so that whoever leads
 * next publishes it again under the same message id; and the engine keeps the rest until the broker can have it. While one batch is
 * written down and published the engine gets the next one ready.
 *
 * <p>Most of what the broker has is done in less time than it was leased for at first. Only the rest is extended, which costs the engine as
 * much as giving it out did.
 */
final class Relay {

    /** Of one class: of a single queue each lane of the engine finds its part, and none looks for what another hands out. */
    private static final int BATCH_MAX = 1_000;

    /** Messages under way to the broker at once. */
    private static final int WINDOW = 4_000;

    /** What is written down may be more for a while, when another led meanwhile. */
    private static final int OPEN_MAX = 2 * WINDOW;

    /** A leader that is killed leaves what it has not written down to this; and a new one has to come before it has passed. */
    private static final Duration LEASE_MAX = Duration.ofMinutes(3);

    /** How often in a lease the leader looks for what it is to extend, or another has left. */
    private static final int LOOKS = 9;

    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final List<String> QUEUES =
            Arrays.stream(JobClass.values()).map(JobClass::queue).toList();

    private final TaskService tasks;
    private final RouterStore store;
    private final Outbox outbox;
    private final Duration lease;

    /** What the engine was asked for and is not written down yet, the oldest first. */
    private final Deque<CompletableFuture<PollResponse>> asked = new ArrayDeque<>();

    private final Parcels underWay = new Parcels();
    private final Extensions extensions;
    private long lookedAt = System.nanoTime();
    private int turn;
    private int emptyTurns;

    /** @param patience for how long the broker and those behind it have an attempt */
    Relay(TaskService tasks, RouterStore store, Outbox outbox, Duration patience) {
        this.tasks = tasks;
        this.store = store;
        this.outbox = outbox;
        this.lease = patience.compareTo(LEASE_MAX) < 0 ? patience : LEASE_MAX;
        this.extensions = new Extensions(tasks, outbox, lease.dividedBy(3), patience);
    }

    /** Publishes what was written down and of which nobody knows whether the broker has it. */
    void begin(Publisher publisher) throws IOException {
        keep();
        underWay.clear();
        extensions.all();
        publish(publisher, renewed(open()));
    }

    /** Hears what the broker has said, takes what there is room for, and publishes it; waits a little when there is nothing to do. */
    void round(Publisher publisher) throws IOException, InterruptedException {
        if (isTimeToLook()) {
            publish(publisher, foundLate());
            extensions.look();
        }
        extensions.goOn();
        underWay.confirmed(publisher.confirmed());
        if (asked.isEmpty()) {
            asked.add(ask(publisher, 0));
        }
        int taken = answer(asked.element()).size();
        emptyTurns = taken == 0 ? emptyTurns + 1 : 0;
        asked.add(ask(publisher, taken));
        publish(publisher, writtenDown());
        if (isIdle()) {
            publisher.awaitWord(BATCH_MAX / 2);
        }
    }

    /** No class had anything when it was asked last, and nothing else is to be done. */
    private boolean isIdle() {
        return emptyTurns >= QUEUES.size() && !extensions.isOpen();
    }

    private void publish(Publisher publisher, List<Outbox.Entry> entries) throws IOException {
        entries.forEach(entry -> underWay.add(entry.parcel(), entry.dispatch()));
        publisher.publish(entries.stream().map(Outbox.Entry::dispatch).toList());
    }

    /** Asks for what there is of the class whose turn it is; when none has anything and nothing is under way, waits for any. */
    private CompletableFuture<PollResponse> ask(Publisher publisher, int unpublished) {
        int pending = publisher.pending() + unpublished;
        if (pending == 0 && isIdle()) {
            return poll(QUEUES, IDLE);
        }
        List<String> queue = pending > WINDOW - BATCH_MAX ? List.of() : List.of(QUEUES.get(turn));
        turn = (turn + 1) % QUEUES.size();
        return poll(queue, Duration.ZERO);
    }

    /** The oldest answer, when it is kept for whoever goes on, with what the broker has confirmed. */
    private List<Outbox.Entry> writtenDown() {
        List<Dispatch> fresh = dispatches(answer(asked.element()));
        long parcel = outbox.put(fresh, underWay.taken());
        asked.remove();
        underWay.forgetTaken();
        return fresh.stream()
                .map(dispatch -> new Outbox.Entry(parcel, dispatch))
                .toList();
    }

    /** One that cannot be had is none: what was taken nobody knows but the engine, which gives it out again in time. */
    private List<LeasedTask> answer(CompletableFuture<PollResponse> poll) {
        try {
            return Answers.of(poll).tasks();
        } catch (RuntimeException unanswered) {
            asked.remove(poll);
            throw unanswered;
        }
    }

    /** Whatever breaks: what the engine was asked for is written down, for whoever goes on. */
    void keep() {
        while (!asked.isEmpty()) {
            writtenDown();
        }
        outbox.put(List.of(), underWay.taken());
        underWay.forgetTaken();
    }

    /** What the broker has need not be published again. */
    void end(Publisher publisher) {
        underWay.confirmed(publisher.confirmed());
        keep();
    }

    /** While nothing can be published: what is written down stays ours, and costs no attempt. */
    void hold() {
        keep();
        if (isTimeToLook()) {
            renewed(open());
            extensions.all();
        }
    }

    private boolean isTimeToLook() {
        boolean isTime = System.nanoTime() - lookedAt > lease.toNanos() / LOOKS;
        if (isTime) {
            lookedAt = System.nanoTime();
        }
        return isTime;
    }

    /** Who led before may have written down the last of what it took when this one had begun to lead. */
    private List<Outbox.Entry> foundLate() {
        return renewed(
                open().stream().filter(entry -> !underWay.has(entry.parcel())).toList());
    }

    /** What the broker may not have. */
    private List<Outbox.Entry> open() {
        return outbox.open(OPEN_MAX);
    }

    /** With their leases extended; without those whose lease is lost, which are other attempts by now. */
    private List<Outbox.Entry> renewed(List<Outbox.Entry> open) {
        Set<UUID> lost = lost(open.stream().map(Outbox.Entry::dispatch).toList());
        outbox.forget(lost);
        return open.stream()
                .filter(entry -> !lost.contains(entry.dispatch().executionId()))
                .toList();
    }

    private Set<UUID> lost(List<Dispatch> open) {
        List<PollResponse.RenewalVerdict> verdicts = new ArrayList<>();
        for (int from = 0; from < open.size(); from += BATCH_MAX) {
            List<Outbox.Held> part = open.subList(from, Math.min(open.size(), from + BATCH_MAX)).stream()
                    .map(Outbox.Held::of)
                    .toList();
            verdicts.addAll(
                    Answers.of(tasks.poll(Extensions.renewal(part, lease))).renewals());
        }
        return verdicts.stream()
                .filter(verdict -> verdict.status() == PollResponse.RenewalStatus.LOST)
                .map(PollResponse.RenewalVerdict::executionId)
                .collect(Collectors.toSet());
    }

    private CompletableFuture<PollResponse> poll(List<String> queues, Duration wait) {
        int most = queues.isEmpty() ? 0 : BATCH_MAX;
        return tasks.poll(new PollRequest(Holders.BROKER, queues, most, wait, lease, List.of(), List.of()));
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
