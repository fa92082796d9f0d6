package com.orchestrator.server.quota;

import com.orchestrator.api.fleet.QuotaRefusal;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Place;
import com.orchestrator.server.auth.Toll;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * How much one principal, and all of one namespace together, may ask of this server. Each server counts for itself, all of a quota or
 * its share of it. What has no limit is not counted.
 */
public final class Quotas implements Toll {

    private final Refused refused;
    private final Rate requestsOfPrincipal;
    private final Rate bytesOfPrincipal;
    private final AtOnce heldOfPrincipal;
    private final Rate requestsOfNamespace;
    private final Rate bytesOfNamespace;
    private final AtOnce heldOfNamespace;
    private final QueuedWork queued;
    private final LongAdder held = new LongAdder();

    private Quotas(Map<Quota, Allowance> allowed, Shares shares, TimeMeter ticker, InstantSource clock) {
        refused = new Refused(clock);
        requestsOfPrincipal = rate(Quota.PRINCIPAL_REQUESTS, allowed, shares, ticker);
        bytesOfPrincipal = rate(Quota.PRINCIPAL_BYTES, allowed, shares, ticker);
        heldOfPrincipal = atOnce(Quota.PRINCIPAL_HELD, allowed, shares);
        requestsOfNamespace = rate(Quota.NAMESPACE_REQUESTS, allowed, shares, ticker);
        bytesOfNamespace = rate(Quota.NAMESPACE_BYTES, allowed, shares, ticker);
        heldOfNamespace = atOnce(Quota.NAMESPACE_HELD, allowed, shares);
        queued = new QueuedWork(allowed.getOrDefault(Quota.NAMESPACE_QUEUED, Allowance.ALL), refused);
    }

    /** @param allowed what is not in it has no limit */
    public static Quotas of(Map<Quota, Allowance> allowed) {
        return of(allowed, () -> 1);
    }

    /**
     * Those that several servers have together.
     *
     * @param servers how many are up; each allows its share. What waits for workers is seen by all of them alike, and not divided
     */
    public static Quotas of(Map<Quota, Allowance> allowed, IntSupplier servers) {
        return new Quotas(allowed, new Shares(servers), TimeMeter.SYSTEM_NANOTIME, InstantSource.system());
    }

    static Quotas of(Map<Quota, Allowance> allowed, Shares shares, TimeMeter ticker, InstantSource clock) {
        return new Quotas(allowed, shares, ticker, clock);
    }

    /** Everything is allowed. */
    public static Quotas off() {
        return of(Map.of());
    }

    private Rate rate(Quota quota, Map<Quota, Allowance> allowed, Shares shares, TimeMeter ticker) {
        return new Rate(quota, allowed.getOrDefault(quota, Allowance.ALL), shares, ticker, refused);
    }

    private AtOnce atOnce(Quota quota, Map<Quota, Allowance> allowed, Shares shares) {
        return new AtOnce(quota, allowed.getOrDefault(quota, Allowance.ALL), shares, refused);
    }

    @Override
    public void charge(Caller caller, Supplier<Place> named, long bytes) {
        requestsOfPrincipal.take(caller.name(), 1);
        bytesOfPrincipal.take(caller.name(), bytes);
        if (!requestsOfNamespace.isOff() || !bytesOfNamespace.isOff()) {
            namespace(caller, named.get()).ifPresent(namespace -> {
                requestsOfNamespace.take(namespace, 1);
                bytesOfNamespace.take(namespace, bytes);
            });
        }
    }

    /** That which the request names, else the only one that its caller has anything to do with. */
    private static Optional<String> namespace(Caller caller, Place named) {
        return named.namespace()
                .or(() -> caller.namespaces()
                        .filter(bound -> bound.size() == 1)
                        .map(bound -> bound.iterator().next()));
    }

    /**
     * Lets work in.
     *
     * @throws com.orchestrator.api.error.OrchestratorException {@code QUOTA_EXCEEDED} when enough of the namespace waits for workers
     */
    public void admit(String namespace) {
        queued.add(namespace);
    }

    /**
     * Lets one of many in, which counts as if it had come alone.
     *
     * @throws com.orchestrator.api.error.OrchestratorException {@code QUOTA_EXCEEDED}, which is the answer to this one alone
     */
    public void admitOneOfMany(String namespace) {
        requestsOfNamespace.take(namespace, 1);
        queued.add(namespace);
    }

    /**
     * Counts a request while it waits.
     *
     * @param named whose queues it is about; {@link Place#API} when it does not say
     * @param wait how long at most; one that does not wait is not counted
     * @throws com.orchestrator.api.error.OrchestratorException {@code QUOTA_EXCEEDED} when too many wait
     */
    public <T> CompletionStage<T> held(Caller caller, Place named, Duration wait, Supplier<CompletionStage<T>> answer) {
        if (wait.isZero()) {
            return answer.get();
        }
        Runnable over = hold(caller, named);
        try {
            return answer.get().whenComplete((value, failure) -> over.run());
        } catch (RuntimeException failure) {
            over.run();
            throw failure;
        }
    }

    /**
     * Counts a request that is held open.
     *
     * @return to be run when it is over, once
     * @throws com.orchestrator.api.error.OrchestratorException {@code QUOTA_EXCEEDED} when too many are
     */
    public Runnable hold(Caller caller, Place named) {
        Runnable principal = heldOfPrincipal.take(caller.name());
        Runnable namespace;
        try {
            namespace = heldOfNamespace.isOff()
                    ? () -> {}
                    : namespace(caller, named).map(heldOfNamespace::take).orElse(() -> {});
        } catch (RuntimeException refusal) {
            principal.run();
            throw refusal;
        }
        held.increment();
        return () -> {
            held.decrement();
            principal.run();
            namespace.run();
        };
    }

    /** Whether somebody has to look how much waits for workers. */
    public boolean wantsQueued() {
        return !queued.isOff();
    }

    /** So much waits for workers now, by namespace. */
    public void saw(Map<String, Long> waiting) {
        queued.saw(waiting);
    }

    /** Who was refused last, and how often; the last ones first. */
    public List<QuotaRefusal> refusals() {
        return refused.all();
    }

    /** Requests and items that were refused since this server was started. */
    public long refused(Quota quota) {
        return refused.total(quota);
    }

    /** Requests that wait now. */
    public long held() {
        return held.sum();
    }
}
