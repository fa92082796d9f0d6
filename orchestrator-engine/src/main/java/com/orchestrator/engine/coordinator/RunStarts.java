package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.IdGenerator;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.workflow.ReceiveSignal;
import com.orchestrator.engine.decision.workflow.StartWorkflow;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.service.AwaitedStart;
import com.orchestrator.engine.service.StartedWorkflow;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** How callers start runs, and wait for them. */
final class RunStarts {

    private final Plans plans;
    private final Lanes lanes;
    private final Results results;
    private final IdGenerator ids;
    private final Executor readers;

    /** How a start gets to its lane. */
    private interface Way {
        CompletableFuture<Answer> submit(UUID instanceId, LaneRequest.Start start);
    }

    /** @param readers runs the reads that follow a start which is no new one; never a lane */
    RunStarts(Plans plans, Lanes lanes, Results results, IdGenerator ids, Executor readers) {
        this.plans = plans;
        this.lanes = lanes;
        this.results = results;
        this.ids = ids;
        this.readers = readers;
    }

    CompletableFuture<StartedWorkflow> start(StartWorkflowRequest request) {
        return start(request, lanes::submitOrRun);
    }

    CompletableFuture<StartedWorkflow> startOneOfMany(StartWorkflowRequest request) {
        return start(request, lanes::submit);
    }

    private CompletableFuture<StartedWorkflow> start(StartWorkflowRequest request, Way way) {
        try {
            return submit(startOf(request), way);
        } catch (OrchestratorException refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
    }

    /** Waits before the run is there, so that no commit can have ended it unnoticed, and nobody has to look. */
    CompletableFuture<AwaitedStart> startAndAwait(StartWorkflowRequest request, Duration wait) {
        LaneRequest.Start start;
        try {
            start = startOf(request);
        } catch (OrchestratorException refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
        Results.Awaited awaited = results.await(start.instanceId);
        return submit(start, lanes::submitOrRun)
                .whenComplete((started, failure) -> {
                    if (failure != null || started.deduplicated()) {
                        awaited.giveUp();
                    }
                })
                .thenApply(started -> new AwaitedStart(
                        started,
                        started.deduplicated() ? results.await(started.instanceId(), wait) : awaited.within(wait)));
    }

    /**
     * Starts a run that has the signal before its first task begins, or sends it to the run that has the id already, whatever the
     * input of that.
     */
    CompletableFuture<StartedWorkflow> startWithSignal(
            StartWorkflowRequest request, ReceiveSignal signal, String actor) {
        LaneRequest.Start start;
        try {
            start = startOf(request, signal, actor);
        } catch (OrchestratorException refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
        return lanes.submitOrRun(start.instanceId, start).thenCompose(answer -> {
            UUID existing = answer.existing();
            return existing == null
                    ? CompletableFuture.completedFuture(started(start, answer))
                    : lanes.submit(existing, LaneRequest.OnRun.byPerson(existing, signal, actor, null))
                            .thenApply(sent ->
                                    started(Objects.requireNonNull(sent.instance()), start.command.runId(), true));
        });
    }

    private LaneRequest.Start startOf(StartWorkflowRequest request) {
        return startOf(request, null, null);
    }

    private LaneRequest.Start startOf(
            StartWorkflowRequest request, @Nullable ReceiveSignal signal, @Nullable String actor) {
        WorkflowPlan plan = plans.forStart(request.namespace(), request.workflow(), request.revision());
        Inputs.check(plan, request.input());
        if (signal != null && signal.beforeStart(plan) instanceof Verdict.Refused refused) {
            throw new OrchestratorException(refused.code(), refused.message(), refused.errors());
        }
        UUID instanceId = ids.next();
        StartWorkflow command = new StartWorkflow(
                RunIds.of(plan, request, instanceId),
                request.input(),
                request.labels(),
                Objects.requireNonNullElse(request.priority(), plan.priority()),
                request.startAt(),
                null,
                plans.childRevisions(plan),
                null,
                request.traceparent());
        return new LaneRequest.Start(instanceId, plan, command, signal, actor);
    }

    private CompletableFuture<StartedWorkflow> submit(LaneRequest.Start start, Way way) {
        return way.submit(start.instanceId, start)
                .thenCompose(answer -> answer.existing() == null
                        ? CompletableFuture.completedFuture(started(start, answer))
                        : CompletableFuture.supplyAsync(() -> deduplicated(start, answer), readers));
    }

    private static StartedWorkflow started(LaneRequest.Start start, Answer answer) {
        WorkflowInstance instance = Objects.requireNonNull(answer.instance());
        return started(instance, start.command.runId(), false);
    }

    private static StartedWorkflow started(WorkflowInstance instance, String runId, boolean deduplicated) {
        return new StartedWorkflow(
                instance.instanceId(),
                instance.namespace(),
                instance.workflow(),
                instance.revision(),
                runId,
                instance.state(),
                instance.sequenceNumber(),
                deduplicated);
    }

    /** The run id is taken: by the same request, or by another one. */
    private StartedWorkflow deduplicated(LaneRequest.Start start, Answer answer) {
        WorkflowInstance existing = results.find(Objects.requireNonNull(answer.existing()));
        Payload input = Objects.requireNonNullElse(existing.input(), Payload.NULL);
        Optional<String> difference = input.firstDifference(start.command.input());
        if (difference.isPresent()) {
            throw runIdConflict(existing, "/input" + difference.get());
        }
        return started(existing, existing.runId(), true);
    }

    private static OrchestratorException runIdConflict(WorkflowInstance existing, String pointer) {
        String detail = "Run id '" + existing.runId() + "' of workflow " + existing.workflow()
                + " is taken by instance " + existing.instanceId() + ", whose input differs at " + pointer;
        return new OrchestratorException(
                ErrorCode.RUN_ID_CONFLICT,
                detail,
                List.of(new Problem.Detail(pointer, 0, 0, "Differs from the input of the run", null)));
    }
}
