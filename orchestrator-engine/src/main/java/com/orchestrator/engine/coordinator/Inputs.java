package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.List;

/** Holds inputs to the schema of their workflow before anything is started with them. */
final class Inputs {

    private Inputs() {}

    static void check(WorkflowPlan plan, Payload input) {
        var faults = plan.inputCheck().faults(input);
        if (!faults.isEmpty()) {
            List<Problem.Detail> errors = faults.entrySet().stream()
                    .map(fault -> new Problem.Detail("/input" + fault.getKey(), 0, 0, fault.getValue(), null))
                    .toList();
            throw new OrchestratorException(
                    ErrorCode.INPUT_INVALID, "The input does not fit the schema of " + plan.name(), errors);
        }
    }
}
