package com.orchestrator.engine.coordinator;

import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.IdGenerator;
import com.orchestrator.engine.decision.workflow.StartWorkflow;
import com.orchestrator.engine.definition.JobCompiler;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.history.JobTerms;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the starts of jobs, and hands those of one batch to one lane: they are one commit. */
final class JobStarts {

    private final JobPlans plans;
    private final IdGenerator ids;
    private final Lanes lanes;

    JobStarts(JobPlans plans, IdGenerator ids, Lanes lanes) {
        this.plans = plans;
        this.ids = ids;
        this.lanes = lanes;
    }

    /** The lane that the jobs of a batch go to; the batches of a server take all lanes. */
    int anyLane() {
        return lanes.laneOf(ids.next());
    }

    /**
     * @param lane whose run it is to be
     * @throws com.orchestrator.api.error.OrchestratorException {@code JOB_INVALID}
     */
    LaneRequest.Start of(JobRequest request, int lane) {
        JobTerms terms = termsOf(request);
        WorkflowPlan plan = plans.forPut(request.type(), terms);
        UUID instanceId = terms.keepsAll() ? idOf(lane) : ExecutionId.compact(idOf(lane));
        StartWorkflow command = new StartWorkflow(
                Objects.requireNonNullElseGet(request.jobId(), instanceId::toString),
                request.payload(),
                Map.of(),
                priority(request.priority()),
                request.runAt(),
                null,
                Map.of(),
                terms,
                null);
        return new LaneRequest.Start(instanceId, plan, command, null);
    }

    /**
     * Refuses a job that would be refused for what it says, and puts none.
     *
     * @throws com.orchestrator.api.error.OrchestratorException {@code JOB_INVALID}
     */
    void check(JobRequest request) {
        plans.forPut(request.type(), termsOf(request));
    }

    private static JobTerms termsOf(JobRequest request) {
        return new JobTerms(
                keptOf(request),
                request.jobId() == null ? null : Boolean.TRUE,
                request.entityId(),
                request.dedupeKey(),
                request.workload(),
                request.runAt(),
                JobCompiler.workOf(request));
    }

    /** What may have to be undone needs its history. */
    private static JobHistory keptOf(JobRequest request) {
        return request.compensate() == null ? request.history() : JobHistory.FULL;
    }

    private static Priority priority(@Nullable Priority wanted) {
        return wanted == null ? Priority.DEFAULT : wanted;
    }

    private UUID idOf(int lane) {
        UUID id = ids.next();
        while (lanes.laneOf(id) != lane) {
            id = ids.next();
        }
        return id;
    }

    /** @param starts all of one lane */
    void submit(List<LaneRequest.Start> starts) {
        if (!starts.isEmpty()) {
            lanes.submitTogether(starts.get(0).instanceId, starts);
        }
    }
}
