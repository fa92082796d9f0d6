package com.orchestrator.engine.coordinator;

import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollResponse.RenewalStatus;
import com.orchestrator.api.request.PollResponse.RenewalVerdict;
import com.orchestrator.engine.store.LeaseStore;
import com.orchestrator.engine.store.LeaseStore.Renewal;
import com.orchestrator.engine.store.LeaseStore.Renewed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Renews leases in batches, beside the lanes: a renewal changes one narrow row and is no event. */
final class LeaseRenewals implements AutoCloseable {

    private final LeaseStore store;
    private final BatchingThread<Request> thread;

    private record Request(
            String workerId, List<LeaseRenewal> renewals, CompletableFuture<List<RenewalVerdict>> answer) {}

    LeaseRenewals(LeaseStore store, int batchMax) {
        this.store = store;
        this.thread = new BatchingThread<>("orchestrator-renewals", batchMax, this::renew);
        thread.start();
    }

    CompletableFuture<List<RenewalVerdict>> submit(String workerId, List<LeaseRenewal> renewals) {
        if (renewals.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Request request = new Request(workerId, renewals, new CompletableFuture<>());
        if (!thread.submit(request)) {
            request.answer().completeExceptionally(Unavailable.stopping());
        }
        return request.answer();
    }

    private void renew(List<Request> requests) {
        List<Renewal> all = new ArrayList<>();
        for (Request request : requests) {
            for (LeaseRenewal renewal : request.renewals()) {
                all.add(new Renewal(
                        renewal.executionId(), request.workerId(), renewal.fenceToken(), renewal.progress()));
            }
        }
        try {
            Map<UUID, Renewed> renewed = store.renew(all);
            requests.forEach(request -> request.answer().complete(verdicts(request, renewed)));
        } catch (RuntimeException failure) {
            requests.forEach(request -> request.answer().completeExceptionally(Unavailable.because(failure)));
        }
    }

    private static List<RenewalVerdict> verdicts(Request request, Map<UUID, Renewed> renewed) {
        return request.renewals().stream()
                .map(renewal -> verdict(renewal.executionId(), renewed))
                .toList();
    }

    private static RenewalVerdict verdict(UUID executionId, Map<UUID, Renewed> renewed) {
        Renewed lease = renewed.get(executionId);
        return lease == null
                ? RenewalVerdict.lost(executionId)
                : new RenewalVerdict(
                        executionId, RenewalStatus.RENEWED, lease.leaseExpiresAt(), lease.cancelRequested());
    }

    @Override
    public void close() {
        thread.close();
    }
}
