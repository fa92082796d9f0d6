package com.orchestrator.engine.service;

import com.orchestrator.api.incident.AssignIncident;
import com.orchestrator.api.incident.IncidentChange;
import com.orchestrator.api.incident.IncidentGroup;
import com.orchestrator.api.incident.IncidentRef;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.api.incident.ResolveIncident;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.incident.IncidentGroupFilter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What a person has to look at, and what he does about it. */
public interface IncidentService {

    /** The newest first; a page may be short and have a {@code next}. */
    Page<IncidentView> list(IncidentFilter filter, ListQuery query);

    /** Open incidents by their cause, the greatest group first. */
    Page<IncidentGroup> groups(IncidentGroupFilter filter, ListQuery query);

    IncidentView get(UUID incidentId);

    /** Who was given it, and whether somebody has ignored it, the oldest first. */
    List<IncidentChange> changes(UUID incidentId);

    /** Those of a run that are open, at most a hundred. */
    List<IncidentRef> openOf(UUID instanceId);

    IncidentView assign(UUID incidentId, AssignIncident request, String actor);

    /**
     * Does what is asked about it, by the ordinary commands. Answers with the incident as it is then: resolved, unless the run has met
     * the same again. One that is resolved stays as it is, whatever is asked.
     *
     * @return failed with {@code ILLEGAL_STATE} when the action does not fit
     */
    CompletableFuture<IncidentView> resolve(UUID incidentId, ResolveIncident request, String actor);
}
