package com.orchestrator.server.rest.param;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.server.rest.json.Refusals;
import com.orchestrator.server.rest.json.Suggestion;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A list of states, as {@code state=FAILED,SUSPENDED}. */
public record States(Set<WorkflowState> values) {

    private static final List<String> NAMES =
            Arrays.stream(WorkflowState.values()).map(Enum::name).toList();

    public States {
        values = Set.copyOf(values);
    }

    public static States fromString(String text) {
        EnumSet<WorkflowState> states = EnumSet.noneOf(WorkflowState.class);
        for (String name : text.split(",", -1)) {
            if (!NAMES.contains(name)) {
                throw Refusals.invalid(
                        "/state",
                        "'" + name + "' is not a state",
                        Suggestion.hint(name, NAMES).orElse("known are " + String.join(", ", NAMES)));
            }
            states.add(WorkflowState.valueOf(name));
        }
        return new States(states);
    }
}
