package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.Problem;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.plan.SignalPlan;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.run.Run;
import java.util.List;
import java.util.Map;

/** In which words signals are refused. */
final class SignalRefusals {

    private static final int NAMES_MAX = 20;

    private SignalRefusals() {}

    static Verdict unknown(WorkflowPlan plan, String name) {
        SignalPlan signals = plan.signals();
        String hint = signals.nearest(name)
                .map(near -> "did you mean '" + near + "'?")
                .orElseGet(() -> known(signals));
        return Verdict.refused(
                ErrorCode.NOT_FOUND,
                "No task of workflow " + plan.name() + " revision " + plan.revision() + " waits for a signal '" + name
                        + "'; " + hint);
    }

    private static String known(SignalPlan signals) {
        List<String> names =
                signals.awaiting().keySet().stream().limit(NAMES_MAX).toList();
        return names.isEmpty() ? "it waits for none" : "it knows " + String.join(", ", names);
    }

    /** @param faults by their place in the payload */
    static Verdict misfit(String name, Map<String, String> faults) {
        List<Problem.Detail> errors = faults.entrySet().stream()
                .map(fault -> new Problem.Detail("/payload" + fault.getKey(), 0, 0, fault.getValue(), null))
                .toList();
        return Verdict.refused(
                ErrorCode.INPUT_INVALID, "The payload of signal '" + name + "' does not fit its schema", errors);
    }

    static Verdict full(Run run, String name) {
        return Verdict.refused(
                ErrorCode.TOO_MANY_REQUESTS,
                "So many signals '" + name + "' wait in instance " + run.instanceId()
                        + " to be taken by a task that no more are kept; explain lists them");
    }
}
