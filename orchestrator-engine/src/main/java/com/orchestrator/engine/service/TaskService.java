package com.orchestrator.engine.service;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.api.request.WorkerHeartbeat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * What workers may ask. A right is (worker id, fence token): every call but {@code poll} and {@code acquireTask} must
 * bring both. Refusals are {@link com.orchestrator.api.error.OrchestratorException}s carried by the future:
 * {@code FENCE_STALE}, {@code ILLEGAL_STATE}, {@code REPORT_CONFLICT}, {@code NOT_FOUND}.
 */
public interface TaskService {

    /** Reports, renews and asks for work in one call; reports and renewals are durable before the answer. */
    CompletableFuture<PollResponse> poll(PollRequest request);

    /** Leases one given execution, if it is ready. */
    CompletableFuture<LeasedTask> acquireTask(UUID executionId, String workerId);

    /** Repeating an accepted report is accepted again. */
    CompletableFuture<Void> completeTask(String workerId, TaskReport report);

    /** The report carries a failure. */
    CompletableFuture<Void> failTask(String workerId, TaskReport report);

    /** Extends a lease; refused with {@code FENCE_STALE} when it is lost. */
    CompletableFuture<PollResponse.RenewalVerdict> renewLease(String workerId, LeaseRenewal renewal);

    /** Gives a task back without counting an attempt, so that another worker can have it at once. */
    CompletableFuture<Void> releaseTask(UUID executionId, String workerId, long fenceToken);

    /**
     * Keeps what handlers have written for people to read. Needs no lease: what a worker says late it has seen all the same,
     * and nothing follows from it.
     */
    void log(List<LogLine> lines);

    /**
     * Keeps what is known of a worker process current; has no influence on leases.
     *
     * @return whether the worker was asked to take no more work
     */
    boolean heartbeat(String workerId, WorkerHeartbeat heartbeat);

    /** Held polls answer at once with what they have, new ones do not wait: the server is about to stop. */
    void drain();
}
