package com.orchestrator.server.rest.wire;

import com.orchestrator.api.incident.AssignIncident;
import com.orchestrator.api.incident.IncidentAction;
import com.orchestrator.api.incident.ResolveIncident;
import com.orchestrator.api.model.Identifier;
import com.orchestrator.api.model.Payload;
import com.orchestrator.server.rest.json.Refusals;
import org.jspecify.annotations.Nullable;

/** Bodies of what people do about incidents. */
public final class IncidentBody {

    private static final int NOTE_CHARS_MAX = 2_000;

    private IncidentBody() {}

    /** {@code assign}; null takes the incident away from who has it. */
    public record Assign(
            @Nullable String assignee, @Nullable String note) {

        public AssignIncident toRequest() {
            if (assignee != null) {
                Required.name(assignee, "assignee");
            }
            if (note != null) {
                Identifier.fault(note, NOTE_CHARS_MAX).ifPresent(fault -> {
                    throw Refusals.invalid("/note", "'note' " + fault, null);
                });
            }
            return new AssignIncident(assignee, note);
        }
    }

    /** {@code resolve}. */
    public record Resolve(
            @Nullable IncidentAction action,
            @Nullable Payload input,
            @Nullable Payload output,
            @Nullable String reason) {

        public ResolveIncident toRequest() {
            return new ResolveIncident(Required.value(action, "action"), input, output, Required.reason(reason));
        }
    }
}
