package com.orchestrator.engine.incident;

import com.orchestrator.api.incident.IncidentState;
import com.orchestrator.api.incident.IncidentView;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which incidents are listed: those that all of it holds of. What is null holds of any. */
public record IncidentFilter(
        IncidentState state,
        @Nullable UUID instanceId,
        @Nullable String namespace,
        @Nullable String workflow,
        @Nullable String code,
        @Nullable String fingerprint,
        @Nullable String assignee) {

    public static final IncidentFilter OPEN =
            new IncidentFilter(IncidentState.OPEN, null, null, null, null, null, null);

    public static IncidentFilter openOf(UUID instanceId) {
        return new IncidentFilter(IncidentState.OPEN, instanceId, null, null, null, null, null);
    }

    public boolean test(IncidentView incident) {
        return incident.state() == state
                && (instanceId == null || instanceId.equals(incident.instanceId()))
                && fits(namespace, incident.namespace())
                && fits(workflow, incident.workflow())
                && fits(code, incident.code())
                && fits(fingerprint, incident.fingerprint())
                && fits(assignee, incident.assignee());
    }

    private static boolean fits(@Nullable String wanted, @Nullable String is) {
        return wanted == null || wanted.equals(is);
    }
}
