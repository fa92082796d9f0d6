package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
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
import com.orchestrator.engine.Failures;
import com.orchestrator.engine.decision.DecisionContext.Slot;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.task.KeepLease;
import com.orchestrator.engine.decision.task.LeaseTask;
import com.orchestrator.engine.decision.task.ReleaseTask;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.LeaseStore.ProgressKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What workers ask, as commands on lanes. Holds polls that wait for work; a held poll costs no thread. */
public final class TaskCoordinator implements TaskService {

    private final EngineStore store;
    private final Lanes lanes;
    private final DemandBoard board;
    private final LeaseRenewals renewals;
    private final ScheduledExecutorService scheduler;
    private final PollActivity polls;
    private final DrainOrders drains;
    private volatile boolean draining;

    TaskCoordinator(
            EngineStore store,
            Lanes lanes,
            DemandBoard board,
            LeaseRenewals renewals,
            ScheduledExecutorService scheduler,
            PollActivity polls,
            DrainOrders drains) {
        this.store = store;
        this.lanes = lanes;
        this.board = board;
        this.renewals = renewals;
        this.scheduler = scheduler;
        this.polls = polls;
        this.drains = drains;
    }

    @Override
    public CompletableFuture<PollResponse> poll(PollRequest request) {
        polls.asked(request);
        boolean takesWork = !draining && !drains.concern(request.workerId());
        WorkerDemand demand = new WorkerDemand(
                request.workerId(), Set.copyOf(request.queues()), takesWork ? request.max() : 0, request.lease());
        offer(demand);
        CompletableFuture<List<RenewalVerdict>> renewed = renewals.submit(request.workerId(), request.renewals());
        CompletableFuture<List<ReportVerdict>> reported = reportAll(request, demand);
        return reported.thenCombine(
                        renewed,
                        (results, leases) -> waitForWork(request, demand)
                                .thenApply(tasks -> answer(request.workerId(), results, leases, tasks)))
                .thenCompose(Function.identity())
                .whenComplete((answer, failure) -> demand.close());
    }

    /** Even while its reports are worked off, its slots are there for what becomes ready meanwhile. */
    private void offer(WorkerDemand demand) {
        if (demand.free() > 0) {
            board.add(demand);
            demand.answer().whenComplete((tasks, failure) -> board.remove(demand));
        }
    }

    private CompletableFuture<List<ReportVerdict>> reportAll(PollRequest request, WorkerDemand demand) {
        List<CompletableFuture<ReportVerdict>> verdicts = new ArrayList<>();
        for (TaskReport report : request.results()) {
            boolean alone = request.results().size() == 1;
            verdicts.add(report(request.workerId(), report, demand, alone)
                    .thenApply(done -> ReportVerdict.accepted(report.executionId()))
                    .exceptionally(failure -> rejected(report.executionId(), failure)));
        }
        return CompletableFuture.allOf(verdicts.toArray(CompletableFuture[]::new))
                .thenApply(
                        done -> verdicts.stream().map(CompletableFuture::join).toList());
    }

    /** A refusal is a verdict; an unknown outcome is not, the whole poll has to be repeated then. */
    private static ReportVerdict rejected(UUID executionId, Throwable failure) {
        Throwable cause = Failures.causeOf(failure);
        if (cause instanceof OrchestratorException refusal && !refusal.code().isRetryable()) {
            return ReportVerdict.rejected(executionId, refusal.code(), String.valueOf(refusal.getMessage()));
        }
        throw new CompletionException(cause);
    }

    /** With reports in the request the answer carries what is at hand; without, it waits. */
    private CompletableFuture<List<LeasedTask>> waitForWork(PollRequest request, WorkerDemand demand) {
        boolean mayWait = request.results().isEmpty() && !request.waitTime().isZero() && !draining;
        if (demand.free() == 0) {
            demand.close();
            return demand.answer();
        }
        CompletableFuture<Void> looked = lanes.serve(demand);
        if (mayWait) {
            demand.waitForWork();
            var timeout = scheduler.schedule(demand::close, request.waitTime().toNanos(), TimeUnit.NANOSECONDS);
            demand.answer().whenComplete((tasks, failure) -> timeout.cancel(false));
        } else {
            looked.whenComplete((done, failure) -> demand.close());
        }
        return demand.answer();
    }

    private PollResponse answer(
            String workerId, List<ReportVerdict> results, List<RenewalVerdict> leases, List<LeasedTask> tasks) {
        polls.answered(tasks);
        return new PollResponse(results, leases, handedOut(tasks), drains.concern(workerId));
    }

    /** Adds what was reported as progress under earlier leases: of earlier attempts, or of this one if it was given back. */
    private List<LeasedTask> handedOut(List<LeasedTask> tasks) {
        List<ProgressKey> repeated = tasks.stream()
                .filter(task -> task.fenceToken() > store.leases().fenceFloor() + 1)
                .map(TaskCoordinator::progressKey)
                .toList();
        if (repeated.isEmpty()) {
            return tasks;
        }
        Map<ProgressKey, Payload> progress = store.leases().loadLastProgress(repeated);
        return tasks.stream()
                .map(task -> withProgress(task, progress.get(progressKey(task))))
                .toList();
    }

    private static ProgressKey progressKey(LeasedTask task) {
        return new ProgressKey(task.instanceId(), task.taskId(), task.iteration(), task.kind());
    }

    private static LeasedTask withProgress(LeasedTask task, @Nullable Payload progress) {
        return progress == null ? task : task.withLastProgress(progress);
    }

    @Override
    public CompletableFuture<LeasedTask> acquireTask(UUID executionId, String workerId) {
        WorkerDemand demand = new WorkerDemand(workerId, Set.of(), 0, null);
        Slot slot = demand.reserve();
        return onExecution(executionId, new LeaseTask(executionId, slot), workerId, demand)
                .thenApply(done -> handedOut(demand.filled()).get(0));
    }

    @Override
    public CompletableFuture<Void> completeTask(String workerId, TaskReport report) {
        return report(workerId, report, null, true);
    }

    @Override
    public CompletableFuture<Void> failTask(String workerId, TaskReport report) {
        return report(workerId, report, null, true);
    }

    /** @param alone whether its caller has reported nothing else that could be decided together with it */
    private CompletableFuture<Void> report(
            String workerId, TaskReport report, @Nullable WorkerDemand demand, boolean alone) {
        UUID instanceId = ExecutionId.instanceOf(report.executionId());
        LaneRequest.OnRun request =
                LaneRequest.OnRun.byWorker(instanceId, Reports.command(workerId, report), workerId, demand, report);
        CompletableFuture<Answer> answer =
                alone ? lanes.submitOrRun(instanceId, request) : lanes.submit(instanceId, request);
        return answer.thenApply(done -> null);
    }

    @Override
    public CompletableFuture<Void> releaseTask(UUID executionId, String workerId, long fenceToken) {
        return onExecution(executionId, new ReleaseTask(executionId, workerId, fenceToken), workerId, null);
    }

    private CompletableFuture<Void> onExecution(
            UUID executionId, RunCommand command, String workerId, @Nullable WorkerDemand demand) {
        UUID instanceId = ExecutionId.instanceOf(executionId);
        return lanes.submit(instanceId, LaneRequest.OnRun.byWorker(instanceId, command, workerId, demand, null))
                .thenApply(answer -> null);
    }

    @Override
    public CompletableFuture<RenewalVerdict> renewLease(String workerId, LeaseRenewal renewal) {
        return renewals.submit(workerId, List.of(renewal)).thenCompose(verdicts -> {
            RenewalVerdict verdict = verdicts.get(0);
            return verdict.status() == RenewalStatus.RENEWED
                    ? CompletableFuture.completedFuture(verdict)
                    : whyLost(workerId, renewal);
        });
    }

    /** The run knows whether there is no such attempt, or who holds it now. */
    private CompletableFuture<RenewalVerdict> whyLost(String workerId, LeaseRenewal renewal) {
        UUID executionId = renewal.executionId();
        return onExecution(executionId, new KeepLease(executionId, workerId, renewal.fenceToken()), workerId, null)
                .thenCompose(held -> CompletableFuture.failedFuture(new OrchestratorException(
                        ErrorCode.FENCE_STALE,
                        "The lease of " + executionId + " with fence token " + renewal.fenceToken() + " is lost")));
    }

    @Override
    public void log(List<LogLine> lines) {
        store.logs().append(lines);
    }

    @Override
    public boolean heartbeat(String workerId, WorkerHeartbeat heartbeat) {
        boolean drains = store.workers().heartbeat(workerId, heartbeat);
        polls.heard(workerId);
        this.drains.set(workerId, drains);
        switch (heartbeat.state()) {
            case DRAINING, STOPPED -> board.closePollsOf(workerId);
            case STARTING, READY, RUNNING -> {}
        }
        return drains;
    }

    @Override
    public void drain() {
        draining = true;
        board.closeAll();
    }
}
