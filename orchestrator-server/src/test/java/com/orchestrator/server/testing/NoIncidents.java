package com.orchestrator.server.testing;

import com.orchestrator.api.incident.AssignIncident;
import com.orchestrator.api.incident.IncidentChange;
import com.orchestrator.api.incident.IncidentGroup;
import com.orchestrator.api.incident.IncidentRef;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.api.incident.ResolveIncident;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.incident.IncidentGroupFilter;
import com.orchestrator.engine.service.IncidentService;
import com.orchestrator.engine.service.ListQuery;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** There is nothing to look at among the fakes. */
final class NoIncidents implements IncidentService {

    @Override
    public Page<IncidentView> list(IncidentFilter filter, ListQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public Page<IncidentGroup> groups(IncidentGroupFilter filter, ListQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public IncidentView get(UUID incidentId) {
        throw new UnsupportedOperationException("No incidents among the fakes");
    }

    @Override
    public List<IncidentChange> changes(UUID incidentId) {
        return List.of();
    }

    @Override
    public List<IncidentRef> openOf(UUID instanceId) {
        return List.of();
    }

    @Override
    public IncidentView assign(UUID incidentId, AssignIncident request, String actor) {
        throw new UnsupportedOperationException("No incidents among the fakes");
    }

    @Override
    public CompletableFuture<IncidentView> resolve(UUID incidentId, ResolveIncident request, String actor) {
        throw new UnsupportedOperationException("No incidents among the fakes");
    }
}
