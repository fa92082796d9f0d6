package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollResponse.RenewalStatus;
import com.orchestrator.api.request.PollResponse.RenewalVerdict;
import com.orchestrator.engine.Failures;
import com.orchestrator.engine.decision.task.KeepLease;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.store.LeaseStore;
import com.orchestrator.engine.store.LeaseStore.Renewal;
import com.orchestrator.engine.store.LeaseStore.Renewed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Renews leases in batches, beside the lanes: a renewal changes one narrow row and is no event. Only the first one of a lease
 * goes to the run, which makes that row.
 */
final class LeaseRenewals implements AutoCloseable {

    private final LeaseStore store;
    private final Lanes lanes;
    private final BatchingThread<Request> thread;

    private record Request(
            String workerId, List<LeaseRenewal> renewals, CompletableFuture<List<RenewalVerdict>> answer) {}

    private record Lease(UUID executionId, String workerId, long fenceToken) {

        static Lease of(Request request, LeaseRenewal renewal) {
            return new Lease(renewal.executionId(), request.workerId(), renewal.fenceToken());
        }

        boolean isHeldBy(Renewed renewed) {
            return workerId.equals(renewed.holder()) && fenceToken == renewed.fenceToken();
        }
    }

    LeaseRenewals(LeaseStore store, Lanes lanes, int batchMax) {
        this.store = store;
        this.lanes = lanes;
        this.thread = new BatchingThread<>("orchestrator-renewals", batchMax, this::renew);
    }

    void start() {
        thread.start();
    }

    /** See {@link BatchingThread#workOff}. */
    boolean workOff(long waitMillis) throws InterruptedException {
        return thread.workOff(waitMillis);
    }

    /** What the rows do not know may be leases that are renewed for the first time: their runs are asked. */
    CompletableFuture<List<RenewalVerdict>> submit(String workerId, List<LeaseRenewal> renewals) {
        if (renewals.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return renew(workerId, renewals).thenCompose(verdicts -> {
            List<LeaseRenewal> unknown = new ArrayList<>();
            for (int i = 0; i < renewals.size(); i++) {
                if (verdicts.get(i).status() == RenewalStatus.LOST) {
                    unknown.add(renewals.get(i));
                }
            }
            return unknown.isEmpty()
                    ? CompletableFuture.completedFuture(verdicts)
                    : keepFirst(workerId, unknown).thenCompose(done -> renew(workerId, renewals));
        });
    }

    /** Done when every run has been asked; a refusal shows in the next look at the rows. */
    private CompletableFuture<?> keepFirst(String workerId, List<LeaseRenewal> unknown) {
        return CompletableFuture.allOf(
                unknown.stream().map(renewal -> keep(workerId, renewal)).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<?> keep(String workerId, LeaseRenewal renewal) {
        UUID instanceId = ExecutionId.instanceOf(renewal.executionId());
        KeepLease command = new KeepLease(renewal.executionId(), workerId, renewal.fenceToken());
        return lanes.submit(instanceId, LaneRequest.OnRun.byEngine(instanceId, command))
                .exceptionally(LeaseRenewals::unlessRefused);
    }

    private static @Nullable Answer unlessRefused(Throwable failure) {
        Throwable cause = Failures.causeOf(failure);
        if (cause instanceof OrchestratorException refusal && !refusal.code().isRetryable()) {
            return null;
        }
        throw new CompletionException(cause);
    }

    private CompletableFuture<List<RenewalVerdict>> renew(String workerId, List<LeaseRenewal> renewals) {
        Request request = new Request(workerId, renewals, new CompletableFuture<>());
        if (!thread.submit(request)) {
            request.answer().completeExceptionally(Unavailable.stopping());
        }
        return request.answer();
    }

    private void renew(List<Request> requests) {
        Map<Lease, Renewal> all = new LinkedHashMap<>();
        for (Request request : requests) {
            for (LeaseRenewal renewal : request.renewals()) {
                all.merge(Lease.of(request, renewal), renewal(request, renewal), LeaseRenewals::both);
            }
        }
        try {
            Map<UUID, Renewed> renewed = store.renew(all.values());
            requests.forEach(request -> request.answer().complete(verdicts(request, renewed)));
        } catch (RuntimeException failure) {
            requests.forEach(request -> request.answer().completeExceptionally(Unavailable.because(failure)));
        }
    }

    private static Renewal renewal(Request request, LeaseRenewal renewal) {
        return new Renewal(
                renewal.executionId(), request.workerId(), renewal.fenceToken(), renewal.progress(), renewal.lease());
    }

    /** A worker extends a lease beside its loop, which may be renewing it: the longer time and the newer progress count. */
    static Renewal both(Renewal first, Renewal second) {
        @Nullable Duration one = first.lease();
        @Nullable Duration other = second.lease();
        return new Renewal(
                first.executionId(),
                first.workerId(),
                first.fenceToken(),
                second.progress() == null ? first.progress() : second.progress(),
                one == null || (other != null && other.compareTo(one) > 0) ? other : one);
    }

    private static List<RenewalVerdict> verdicts(Request request, Map<UUID, Renewed> renewed) {
        return request.renewals().stream()
                .map(renewal -> verdict(Lease.of(request, renewal), renewed))
                .toList();
    }

    /** Somebody else's renewal of the same execution may be in the batch, and his is the lease that goes on. */
    private static RenewalVerdict verdict(Lease asked, Map<UUID, Renewed> renewed) {
        Renewed lease = renewed.get(asked.executionId());
        return lease == null || !asked.isHeldBy(lease)
                ? RenewalVerdict.lost(asked.executionId())
                : new RenewalVerdict(
                        asked.executionId(), RenewalStatus.RENEWED, lease.leaseExpiresAt(), lease.cancelRequested());
    }

    @Override
    public void close() {
        thread.close();
    }
}
