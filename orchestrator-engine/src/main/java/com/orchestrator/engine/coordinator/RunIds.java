package com.orchestrator.engine.coordinator;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Identifier;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.plan.BeforeRun;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.sensitive.Mask;
import java.util.List;
import java.util.UUID;

/** Finds the key of a run: the caller's, else the definition's expression over the input, else a fresh one. */
final class RunIds {

    private RunIds() {}

    static String of(WorkflowPlan plan, StartWorkflowRequest request, UUID instanceId) {
        if (request.runId() != null) {
            return request.runId();
        }
        if (plan.runId() == null) {
            return instanceId.toString();
        }
        try {
            return text(
                    plan.runId().evaluate(BeforeRun.withInput(request.input())).tree());
        } catch (ExpressionFailure failure) {
            Mask mask = Mask.of(
                    List.of(new Mask.Marked(request.input(), plan.inputCheck().sensitive(request.input()))));
            throw invalid("The run id of " + plan.name() + " cannot be derived: "
                    + mask.over(String.valueOf(failure.getMessage())));
        }
    }

    private static String text(JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            throw invalid("The definition derives a run id that is not text");
        }
        String text = value.asText();
        Identifier.RUN_ID.fault(text).ifPresent(fault -> {
            throw invalid("The definition derives a run id that " + fault);
        });
        return text;
    }

    private static OrchestratorException invalid(String message) {
        return new OrchestratorException(ErrorCode.INPUT_INVALID, message);
    }
}
