package com.orchestrator.engine.definition;

import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.List;

/**
 * A definition that passed every check.
 *
 * @param canonical the document as canonical JSON (sorted keys, no white space, one spelling of durations); two texts that mean the same have the
 *     same canonical form
 * @param sha256 of the canonical form with numbers by their value ({@code 1.0} is {@code 1}), lower-case hex
 * @param warnings what is allowed but probably not meant
 */
public record CompiledDefinition(Payload canonical, String sha256, WorkflowPlan plan, List<Problem.Detail> warnings) {

    public CompiledDefinition {
        warnings = List.copyOf(warnings);
    }
}
