package com.orchestrator.worker;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.LeaseRenewal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All leases of a worker: which to renew, which can no longer be trusted. Renewal is due after a third of a lease; when a
 * request goes out anyway, those that are halfway there ride along. Knows ticks of the monotonic clock only, sends
 * nothing, and is owned by the loop.
 */
final class LeaseKeeper {

    private static final int RENEWALS_PER_LEASE = 3;
    private static final int RENEWALS_MAX = 1_000;
    private static final long PROGRESS_INTERVAL = Duration.ofSeconds(1).toNanos();

    private final Map<Key, Held> leases = new LinkedHashMap<>();
    /** Nothing is due before this tick, so that a finished task does not cost a look at all the others. */
    private long quietUntil = Long.MAX_VALUE;

    /** A new lease counts from its receipt. Returns the tick until which it is trusted. */
    static long trustedUntil(long tick, long leaseNanos) {
        return tick + LeaseLength.trustedNanos(leaseNanos);
    }

    void add(TaskRun run, long receivedAt, long leaseNanos) {
        Held held = new Held(run, receivedAt, leaseNanos);
        leases.put(Key.of(run.task()), held);
        expect(held);
    }

    /** Returns whether it was still kept. */
    boolean remove(TaskRun run) {
        return leases.remove(Key.of(run.task())) != null;
    }

    Collection<TaskRun> runs() {
        return leases.values().stream().map(held -> held.run).toList();
    }

    /** New progress asks for a renewal of its own, but not more often than about once a second. */
    void hasten(LeasedTask task) {
        Held held = leases.get(Key.of(task));
        if (held != null) {
            held.renewAt = Math.min(held.renewAt, held.sentAt + Math.min(PROGRESS_INTERVAL, held.interval()));
            expect(held);
        }
    }

    boolean isAnyDue(long now) {
        if (now < quietUntil) {
            return false;
        }
        quietUntil = Long.MAX_VALUE;
        leases.values().forEach(this::expect);
        return leases.values().stream().anyMatch(held -> !held.isRenewing && held.renewAt <= now);
    }

    private void expect(Held held) {
        quietUntil = Math.min(quietUntil, held.isRenewing ? held.trustedUntil : held.earliest());
    }

    /** Everything due or nearly due, marked as on its way. */
    List<Renewal> takeDue(long now) {
        List<Renewal> due = new ArrayList<>();
        for (Held held : leases.values()) {
            if (due.size() < RENEWALS_MAX && !held.isRenewing && held.renewAt - held.interval() / 2 <= now) {
                held.isRenewing = true;
                held.sentAt = now;
                due.add(new Renewal(held.run, held.run.lease().takeProgress()));
            }
        }
        return due;
    }

    /** Counts from when the renewal was sent: the server cannot have renewed earlier. */
    void renewed(TaskRun run, long sentAt, long leaseNanos) {
        Held held = leases.get(Key.of(run.task()));
        if (held != null) {
            held.renew(sentAt, leaseNanos);
            expect(held);
        }
    }

    void notRenewed(Renewal renewal) {
        renewal.run().lease().putBackProgress(renewal.progress());
        Held held = leases.get(Key.of(renewal.run().task()));
        if (held != null) {
            held.isRenewing = false;
            expect(held);
        }
    }

    /** Those whose trust is over; they are forgotten here. */
    List<TaskRun> takeExpired(long now) {
        if (now < quietUntil) {
            return List.of();
        }
        List<TaskRun> expired = leases.values().stream()
                .filter(held -> held.trustedUntil <= now)
                .map(held -> held.run)
                .toList();
        expired.forEach(this::remove);
        return expired;
    }

    /** When to look again; a renewal that is overdue waits for the next request, not for a tick. */
    Optional<Long> nextTick(long now) {
        if (leases.isEmpty()) {
            return Optional.empty();
        }
        return now < quietUntil
                ? Optional.of(quietUntil)
                : leases.values().stream().map(held -> held.nextTick(now)).min(Long::compare);
    }

    /** A renewal on its way, with the progress it carries. */
    record Renewal(TaskRun run, @Nullable Payload progress) {

        LeaseRenewal toWire() {
            return new LeaseRenewal(run.task().executionId(), run.task().fenceToken(), progress);
        }
    }

    /** The same execution may be leased to this worker again after a release, under a new fence. */
    private record Key(UUID executionId, long fenceToken) {
        static Key of(LeasedTask task) {
            return new Key(task.executionId(), task.fenceToken());
        }
    }

    private static final class Held {
        private final TaskRun run;
        private long leaseNanos;
        private long sentAt;
        private long renewAt;
        private long trustedUntil;
        private boolean isRenewing;

        Held(TaskRun run, long tick, long leaseNanos) {
            this.run = run;
            renew(tick, leaseNanos);
        }

        void renew(long tick, long nanos) {
            leaseNanos = nanos;
            sentAt = tick;
            isRenewing = false;
            renewAt = tick + interval();
            trustedUntil = LeaseKeeper.trustedUntil(tick, nanos);
            run.lease().trustUntil(trustedUntil);
        }

        long interval() {
            return leaseNanos / RENEWALS_PER_LEASE;
        }

        long earliest() {
            return Math.min(renewAt, trustedUntil);
        }

        long nextTick(long now) {
            return !isRenewing && renewAt > now ? earliest() : trustedUntil;
        }
    }
}
