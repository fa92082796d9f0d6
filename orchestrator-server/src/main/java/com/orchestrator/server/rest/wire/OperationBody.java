package com.orchestrator.server.rest.wire;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.LabelsUpdate;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.api.request.WorkflowUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies of operator calls that are not a request record as they stand. */
public final class OperationBody {

    private OperationBody() {}

    /** {@code compensate}; stops afterwards unless told to retry. */
    public record Compensate(
            @Nullable String fromTaskId,
            @Nullable String toSavepoint,
            CompensateRequest.@Nullable Then then,
            @Nullable String planHash,
            @Nullable Boolean force,
            @Nullable String reason) {

        /** What it says about how far to go, and nothing else. */
        public static Compensate of(@Nullable String fromTaskId, @Nullable String toSavepoint) {
            return new Compensate(fromTaskId, toSavepoint, null, null, null, null);
        }

        public CompensateRequest toRequest() {
            return new CompensateRequest(
                    fromTaskId,
                    toSavepoint,
                    then == null ? CompensateRequest.Then.STOP : then,
                    planHash,
                    force != null && force,
                    reason);
        }
    }

    /** {@code PATCH} of a workflow. */
    public record UpdateWorkflow(
            @Nullable Integer defaultRevision,
            @Nullable Boolean paused,
            @Nullable String reason) {
        public WorkflowUpdate toUpdate() {
            return new WorkflowUpdate(defaultRevision, paused, Required.value(reason, "reason"));
        }
    }

    /** {@code PATCH} of labels: a text sets one, null takes it off. */
    public record Labels(
            @Nullable Map<String, @Nullable String> labels,
            @Nullable String reason) {

        public LabelsUpdate toUpdate() {
            Map<String, String> set = new HashMap<>();
            List<String> removed = new ArrayList<>();
            Required.value(labels, "labels").forEach((name, value) -> {
                if (value == null) {
                    removed.add(name);
                } else {
                    set.put(name, value);
                }
            });
            return new LabelsUpdate(set, removed, reason);
        }
    }

    /** A signal; its name stands in the path. An absent payload is JSON null. */
    public record Signal(
            @Nullable String signalId, @Nullable Payload payload) {

        public SignalRequest toRequest(String name) {
            return new SignalRequest(name, signalId, payload == null ? Payload.NULL : payload);
        }
    }

    /** What is done for a reason and needs nothing else: {@code drain} of a worker, moves of a batch. */
    public record ForReason(@Nullable String reason) {

        public ForReason {
            reason = new ControlRequest(reason, null).reason();
        }
    }

    /** {@code retry}. */
    public record Retry(
            @Nullable Payload input,
            @Nullable String iteration,
            @Nullable String reason) {
        public TaskRepair toRepair() {
            return new TaskRepair(input, null, null, iteration, reason);
        }
    }

    /** {@code skip}. */
    public record Skip(
            @Nullable Payload output,
            @Nullable String iteration,
            @Nullable String reason) {
        public TaskRepair toRepair() {
            return new TaskRepair(null, output, null, iteration, reason);
        }
    }

    /** {@code complete} by hand. */
    public record Complete(
            @Nullable Payload output,
            @Nullable String iteration,
            @Nullable String reason) {
        public TaskRepair toRepair() {
            return new TaskRepair(null, Required.value(output, "output"), null, iteration, reason);
        }
    }

    /** {@code resolve}. */
    public record Resolve(
            @Nullable Payload evidence,
            @Nullable String iteration,
            @Nullable String reason) {
        public TaskRepair toRepair() {
            return new TaskRepair(null, null, Required.value(evidence, "evidence"), iteration, reason);
        }
    }
}
