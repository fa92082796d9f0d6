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
import com.orchestrator.router.store.RouterStore;
import com.orchestrator.router.store.RouterStore.JobRow;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Takes jobs out of the engine and makes them the broker's. What is taken is written down before it is published, so that whoever leads
 * next publishes it again under the same message id; and the engine keeps the rest until the broker can have it.
 */
final class Relay {

    private static final int BATCH_MAX = 500;

    /** Messages under way to the broker at once. */
    private static final int WINDOW = 2_000;

    /** Written down at once: what is under way, and a batch. */
    private static final int OPEN_MAX = WINDOW + BATCH_MAX;

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final List<String> QUEUES =
            Arrays.stream(JobClass.values()).map(JobClass::queue).toList();

    private final TaskService tasks;
    private final RouterStore store;
    private final Duration patience;
    private long heldAt = System.nanoTime() - LEASE.toNanos();

    /** @param patience for how long the broker and those behind it have an attempt */
    Relay(TaskService tasks, RouterStore store, Duration patience) {
        this.tasks = tasks;
        this.store = store;
        this.patience = patience;
    }

    /** Publishes what was written down and of which nobody knows whether the broker has it. */
    void begin(Publisher publisher) throws IOException {
        publisher.publish(renewed());
    }

    /** While nothing can be published: what is written down stays ours, and costs no attempt. */
    void hold() {
        if (System.nanoTime() - heldAt > LEASE.toNanos() / 3) {
            renewed();
        }
    }

    /** Those that are written down, with their leases extended; without those whose lease is lost, which are other attempts by now. */
    private List<Dispatch> renewed() {
        heldAt = System.nanoTime();
        List<Dispatch> open = store.dispatches(Holders.BROKER, false, OPEN_MAX);
        if (open.isEmpty()) {
            return open;
        }
        Set<UUID> lost = ask(0, Duration.ZERO, renewals(open, LEASE)).renewals().stream()
                .filter(verdict -> verdict.status() == PollResponse.RenewalStatus.LOST)
                .map(PollResponse.RenewalVerdict::executionId)
                .collect(Collectors.toSet());
        store.forget(lost);
        return open.stream().filter(held -> !lost.contains(held.executionId())).toList();
    }

    /** Hears what the broker has said, takes what there is room for, and publishes it; waits a little when there is nothing to do. */
    void round(Publisher publisher) throws IOException, InterruptedException {
        List<Dispatch> confirmed = publisher.confirmed();
        int pending = publisher.pending();
        int wanted = pending > WINDOW - BATCH_MAX ? 0 : BATCH_MAX;
        if (wanted > 0 || !confirmed.isEmpty()) {
            Duration wait = pending == 0 && confirmed.isEmpty() ? IDLE : Duration.ZERO;
            List<Dispatch> fresh =
                    dispatches(ask(wanted, wait, renewals(confirmed, patience)).tasks());
            store.relay(fresh, ids(confirmed));
            publisher.publish(fresh);
            if (!fresh.isEmpty()) {
                return;
            }
        }
        publisher.awaitWord();
    }

    /** What the broker has need not be published again. */
    void end(Publisher publisher) {
        List<Dispatch> confirmed = publisher.confirmed();
        if (!confirmed.isEmpty()) {
            ask(0, Duration.ZERO, renewals(confirmed, patience));
            store.forget(ids(confirmed));
        }
    }

    private PollResponse ask(int wanted, Duration wait, List<LeaseRenewal> renewals) {
        return Answers.of(tasks.poll(new PollRequest(
                Holders.BROKER, wanted == 0 ? List.of() : QUEUES, wanted, wait, LEASE, List.of(), renewals)));
    }

    private static List<LeaseRenewal> renewals(List<Dispatch> dispatches, Duration lease) {
        return dispatches.stream()
                .map(held -> new LeaseRenewal(held.executionId(), held.fenceToken(), null, lease))
                .toList();
    }

    private static List<UUID> ids(List<Dispatch> dispatches) {
        return dispatches.stream().map(Dispatch::executionId).toList();
    }

    private List<Dispatch> dispatches(List<LeasedTask> leased) {
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
