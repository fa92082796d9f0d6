package com.orchestrator.engine.repair;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.incident.AssignIncident;
import com.orchestrator.api.incident.IncidentAction;
import com.orchestrator.api.incident.IncidentChange;
import com.orchestrator.api.incident.IncidentGroup;
import com.orchestrator.api.incident.IncidentRef;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.api.incident.ResolveIncident;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.Failures;
import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.incident.IncidentGroupFilter;
import com.orchestrator.engine.service.IncidentService;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.IncidentStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Incidents as people ask for them. */
public final class Incidents implements IncidentService {

    private static final int SHOWN_MAX = 100;

    private final IncidentStore store;
    private final IncidentActions actions;

    public Incidents(IncidentStore store, IncidentActions actions) {
        this.store = store;
        this.actions = actions;
    }

    @Override
    public Page<IncidentView> list(IncidentFilter filter, ListQuery query) {
        return store.list(filter, query);
    }

    @Override
    public Page<IncidentGroup> groups(IncidentGroupFilter filter, ListQuery query) {
        return store.groups(filter, query);
    }

    @Override
    public IncidentView get(UUID incidentId) {
        return store.find(incidentId).orElseThrow(() -> none(incidentId));
    }

    private static OrchestratorException none(UUID incidentId) {
        return new OrchestratorException(ErrorCode.NOT_FOUND, "There is no incident " + incidentId);
    }

    @Override
    public List<IncidentChange> changes(UUID incidentId) {
        return store.changes(incidentId);
    }

    @Override
    public List<IncidentRef> openOf(UUID instanceId) {
        return store.list(IncidentFilter.openOf(instanceId), new ListQuery(SHOWN_MAX, null)).items().stream()
                .map(IncidentRef::of)
                .toList();
    }

    @Override
    public IncidentView assign(UUID incidentId, AssignIncident request, String actor) {
        return store.assign(incidentId, request.assignee(), request.note(), actor)
                .orElseThrow(() -> none(incidentId));
    }

    /** Who comes second is refused by the run, and finds the incident resolved. */
    @Override
    public CompletableFuture<IncidentView> resolve(UUID incidentId, ResolveIncident request, String actor) {
        IncidentView incident = get(incidentId);
        if (!incident.stillOpen()) {
            return CompletableFuture.completedFuture(incident);
        }
        if (request.action() == IncidentAction.IGNORE) {
            return CompletableFuture.completedFuture(
                    store.ignore(incidentId, actor, request.reason()).orElseThrow(() -> none(incidentId)));
        }
        return actions.take(incident, request, actor).handle((done, failure) -> {
            IncidentView now = get(incidentId);
            if (failure != null && now.stillOpen()) {
                throw asRefusal(failure);
            }
            return now;
        });
    }

    private static RuntimeException asRefusal(Throwable failure) {
        Throwable cause = Failures.causeOf(failure);
        return cause instanceof RuntimeException refusal
                ? refusal
                : new OrchestratorException(ErrorCode.INTERNAL, String.valueOf(cause.getMessage()));
    }
}
