package com.orchestrator.router.amqp;

import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.router.Answers;
import com.orchestrator.router.Holders;
import com.orchestrator.router.store.Outbox;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Leases of what the broker has had for longer than most of it takes: they are extended for as long as there is patience, once. That may be
 * all of a long queue, so it goes by the page, and others are published in between. One thread.
 */
final class Extensions {

    /** Of one look: another one reads all that is written down. */
    private static final int FOUND_MAX = 100_000;

    private static final int PAGE = 1_000;

    private final TaskService tasks;
    private final Outbox outbox;
    private final Duration usual;
    private final Duration patience;
    private final Deque<Outbox.Held> waiting = new ArrayDeque<>();
    private boolean isMoreThere;

    /** Asked for and not heard of yet. */
    private @Nullable Page page;

    private record Page(List<Outbox.Held> held, CompletableFuture<PollResponse> answer) {}

    /** @param usual for how long the broker may have something before its lease is extended */
    Extensions(TaskService tasks, Outbox outbox, Duration usual, Duration patience) {
        this.tasks = tasks;
        this.outbox = outbox;
        this.usual = usual;
        this.patience = patience;
    }

    /** Whether there is more to be done at once. */
    boolean isOpen() {
        return page != null || isMoreThere || !waiting.isEmpty();
    }

    /** Looks for more, unless what was found is still being worked off. */
    void look() {
        if (!isOpen()) {
            find();
            outbox.tidy();
        }
    }

    private void find() {
        waiting.addAll(outbox.takenFor(usual, FOUND_MAX));
        isMoreThere = waiting.size() == FOUND_MAX;
    }

    /** Extends the next page while the caller does something else; what of it cannot be had is found by another look. */
    void goOn() {
        settle();
        if (waiting.isEmpty() && isMoreThere) {
            find();
        }
        if (!waiting.isEmpty()) {
            List<Outbox.Held> next = next();
            page = new Page(next, tasks.poll(renewal(next, patience)));
        }
    }

    /** Extends whatever there is. */
    void all() {
        look();
        while (isOpen()) {
            goOn();
        }
    }

    private void settle() {
        Page asked = page;
        page = null;
        if (asked != null) {
            Answers.of(asked.answer());
            outbox.forget(ids(asked.held()));
        }
    }

    private List<Outbox.Held> next() {
        List<Outbox.Held> next = new ArrayList<>(PAGE);
        while (next.size() < PAGE && !waiting.isEmpty()) {
            next.add(waiting.remove());
        }
        return next;
    }

    /** Extends them; the answer says which of them are lost. */
    static PollRequest renewal(List<Outbox.Held> held, Duration lease) {
        List<LeaseRenewal> renewals = held.stream()
                .map(one -> new LeaseRenewal(one.executionId(), one.fenceToken(), null, lease))
                .toList();
        return new PollRequest(Holders.BROKER, List.of(), 0, Duration.ZERO, lease, List.of(), renewals);
    }

    private static List<UUID> ids(List<Outbox.Held> held) {
        return held.stream().map(Outbox.Held::executionId).toList();
    }
}
