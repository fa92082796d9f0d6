package com.orchestrator.server.testing;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.PollResponse.RenewalStatus;
import com.orchestrator.api.request.PollResponse.RenewalVerdict;
import com.orchestrator.api.request.PollResponse.ReportVerdict;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.engine.service.TaskService;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Accepts what carries fence token 7, refuses the rest as stale; hands out one task with the payload it is given. */
public final class FakeTasks implements TaskService {

    public static final UUID EXECUTION = new UUID(0x0199_0000_0000_7000L, 2);
    public static final long FENCE = 7;
    /** A worker that was asked to drain. */
    public static final String DRAINED = "drained";

    public volatile @Nullable Object lastRequest;

    /** Whether Jersey has brought the last poll. */
    public volatile boolean cameByJersey;

    public volatile Payload input = Payload.EMPTY_OBJECT;
    public final CompletableFuture<PollResponse> heldPoll = new CompletableFuture<>();
    public volatile boolean isHolding;
    public volatile ExecutionKind kind = ExecutionKind.ACTION;

    @Override
    public CompletableFuture<PollResponse> poll(PollRequest request) {
        lastRequest = request;
        cameByJersey = isBroughtByJersey();
        if (isHolding && request.results().isEmpty()) {
            return heldPoll;
        }
        return CompletableFuture.supplyAsync(() -> new PollResponse(
                request.results().stream().map(FakeTasks::verdict).toList(),
                request.renewals().stream().map(FakeTasks::verdict).toList(),
                List.of(task()),
                false));
    }

    /** Whether whoever calls has been called by Jersey. */
    static boolean isBroughtByJersey() {
        return StackWalker.getInstance()
                .walk(frames ->
                        frames.anyMatch(frame -> frame.getClassName().startsWith("org.glassfish.jersey.server")));
    }

    private static ReportVerdict verdict(TaskReport report) {
        return report.fenceToken() == FENCE
                ? ReportVerdict.accepted(report.executionId())
                : ReportVerdict.rejected(report.executionId(), ErrorCode.FENCE_STALE, "stale");
    }

    private static RenewalVerdict verdict(LeaseRenewal renewal) {
        return renewal.fenceToken() == FENCE
                ? new RenewalVerdict(renewal.executionId(), RenewalStatus.RENEWED, FakeWorkflows.AT, false)
                : RenewalVerdict.lost(renewal.executionId());
    }

    public LeasedTask task() {
        return new LeasedTask(
                EXECUTION,
                FakeWorkflows.RUN,
                "shop",
                "order",
                3,
                "o-1",
                "reserve",
                null,
                "inventory.reserve",
                "inventory",
                kind,
                1,
                3,
                FENCE,
                FakeWorkflows.AT,
                "shop/order/o-1/reserve",
                null,
                input,
                null,
                Map.of());
    }

    @Override
    public CompletableFuture<LeasedTask> acquireTask(UUID executionId, String workerId) {
        return executionId.equals(EXECUTION)
                ? CompletableFuture.supplyAsync(this::task)
                : CompletableFuture.failedFuture(
                        new OrchestratorException(ErrorCode.NOT_FOUND, "There is no execution " + executionId));
    }

    private CompletableFuture<Void> report(TaskReport report) {
        lastRequest = report;
        return fenced(report.fenceToken());
    }

    private static CompletableFuture<Void> fenced(long fenceToken) {
        return CompletableFuture.runAsync(() -> {
            if (fenceToken != FENCE) {
                throw new OrchestratorException(
                        ErrorCode.FENCE_STALE, "The lease has fence token 7; you sent " + fenceToken + ".");
            }
        });
    }

    @Override
    public CompletableFuture<Void> completeTask(String workerId, TaskReport report) {
        return report(report);
    }

    @Override
    public CompletableFuture<Void> failTask(String workerId, TaskReport report) {
        return report(report);
    }

    @Override
    public CompletableFuture<RenewalVerdict> renewLease(String workerId, LeaseRenewal renewal) {
        lastRequest = renewal;
        return fenced(renewal.fenceToken()).thenApply(done -> verdict(renewal));
    }

    @Override
    public CompletableFuture<Void> releaseTask(UUID executionId, String workerId, long fenceToken) {
        return fenced(fenceToken);
    }

    @Override
    public void log(List<LogLine> lines) {
        lastRequest = lines;
    }

    @Override
    public boolean heartbeat(String workerId, WorkerHeartbeat heartbeat) {
        lastRequest = heartbeat;
        return workerId.equals(DRAINED);
    }

    @Override
    public void drain() {
        heldPoll.complete(new PollResponse(List.of(), List.of(), List.of(), false));
    }
}
