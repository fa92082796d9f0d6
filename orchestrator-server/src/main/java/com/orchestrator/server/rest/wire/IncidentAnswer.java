package com.orchestrator.server.rest.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.orchestrator.api.incident.IncidentChange;
import com.orchestrator.api.incident.IncidentRef;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.WorkflowInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers that name incidents. */
public final class IncidentAnswer {

    private IncidentAnswer() {}

    /** An incident, with what people have done to it. */
    public record Whole(@JsonUnwrapped IncidentView incident, List<IncidentChange> changes) {}

    /** A run, with what somebody has to look at; left out when there is nothing. */
    public record Run(
            @JsonUnwrapped WorkflowInstance run,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<IncidentRef> incidents) {}

    /**
     * Why a run does not move, with what somebody has to look at; left out when there is nothing.
     *
     * @param traceLink where its trace is shown; left out when nobody has said where that is
     */
    public record Explained(
            @JsonUnwrapped Explanation explanation,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<IncidentRef> incidents,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String traceLink) {}
}
