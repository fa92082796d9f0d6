package com.orchestrator.api.batch;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.WorkflowState;
import java.util.List;
import java.util.UUID;

/**
 * What a batch would do now. Nothing has been changed.
 *
 * @param total runs that it would have
 * @param atLeast whether there are more, which nobody has counted
 * @param checked the first so many of them were tried
 * @param willApply those of the {@code checked} that would have the operation
 * @param refused those that would not, and why; the first hundred
 * @param sample some that would
 */
public record BatchDryRun(
        long total, boolean atLeast, long checked, long willApply, List<Refusal> refused, List<Target> sample) {

    public BatchDryRun {
        refused = List.copyOf(refused);
        sample = List.copyOf(sample);
    }

    /** A run that would be refused, or has a fault. */
    public record Refusal(UUID instanceId, ErrorCode code, String detail) {}

    /** A run that would have the operation, as it stands now. */
    public record Target(UUID instanceId, String namespace, String workflow, String runId, WorkflowState state) {}
}
