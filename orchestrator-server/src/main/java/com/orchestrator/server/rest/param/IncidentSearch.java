package com.orchestrator.server.rest.param;

import com.orchestrator.engine.incident.IncidentFilter;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What incidents are found by; all of it has to hold. Read when it is asked for, so that a refusal is no fault of Jersey's. */
public final class IncidentSearch {

    @QueryParam("state")
    @DefaultValue("OPEN")
    String state = "OPEN";

    @QueryParam("namespace")
    @Nullable
    String namespace;

    @QueryParam("workflow")
    @Nullable
    String workflow;

    @QueryParam("code")
    @Nullable
    String code;

    @QueryParam("fingerprint")
    @Nullable
    String fingerprint;

    @QueryParam("assignee")
    @Nullable
    String assignee;

    @QueryParam("instanceId")
    @Nullable
    String instanceId;

    /** @param narrowed makes what the caller may see of the namespace that is named, or is not */
    public IncidentFilter filter(UnaryOperator<@Nullable String> narrowed) {
        return new IncidentFilter(
                IncidentStateIs.fromString(state).value(),
                instanceId == null
                        ? null
                        : InstanceId.of("instanceId", instanceId).value(),
                narrowed.apply(text("namespace", namespace)),
                text("workflow", workflow),
                text("code", code),
                text("fingerprint", fingerprint),
                text("assignee", assignee));
    }

    private static @Nullable String text(String parameter, @Nullable String value) {
        return value == null ? null : Text.of(parameter, value).value();
    }
}
