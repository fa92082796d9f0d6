package com.orchestrator.server.rest.param;

import com.orchestrator.api.incident.IncidentState;
import com.orchestrator.server.rest.json.Refusals;
import com.orchestrator.server.rest.json.Suggestion;
import java.util.Arrays;
import java.util.List;

/** One state of incidents, as {@code state=OPEN}. */
public record IncidentStateIs(IncidentState value) {

    private static final List<String> NAMES =
            Arrays.stream(IncidentState.values()).map(Enum::name).toList();

    public static IncidentStateIs fromString(String text) {
        if (!NAMES.contains(text)) {
            throw Refusals.invalid(
                    "/state",
                    "'" + text + "' is not a state of an incident",
                    Suggestion.hint(text, NAMES).orElse("known are " + String.join(", ", NAMES)));
        }
        return new IncidentStateIs(IncidentState.valueOf(text));
    }
}
