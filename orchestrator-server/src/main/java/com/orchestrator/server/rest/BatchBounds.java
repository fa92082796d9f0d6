package com.orchestrator.server.rest;

import com.orchestrator.api.batch.BatchRequest;
import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.incident.IncidentState;
import com.orchestrator.engine.find.AttributeTypes;
import com.orchestrator.engine.find.FilterText;
import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.service.IncidentService;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.server.auth.Access;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Role;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Keeps a batch to the runs that its maker may operate, however they are named. */
public final class BatchBounds {

    private static final ListQuery ONE = new ListQuery(1, null);

    private final WorkflowService workflows;
    private final IncidentService incidents;

    public BatchBounds(WorkflowService workflows, IncidentService incidents) {
        this.workflows = workflows;
        this.incidents = incidents;
    }

    /** The same batch, within what this caller may operate. */
    BatchRequest within(Caller caller, BatchRequest request) {
        if (request.filter() != null && !caller.readsPayloads()) {
            throw Access.blind(caller);
        }
        Set<String> namespaces = caller.namespacesFor(Role.OPERATOR).orElse(null);
        if (namespaces == null) {
            return request;
        }
        String filter = request.filter();
        if (filter != null) {
            return withFilter(request, narrowed(filter, namespaces));
        }
        List<UUID> named = request.instanceIds();
        boolean isAllowed = named == null
                ? namespaces.stream()
                        .anyMatch(namespace -> hasIncidents(namespace, String.valueOf(request.fingerprint())))
                : areWithin(named, namespaces);
        if (!isAllowed) {
            throw Access.hidden(caller);
        }
        return request;
    }

    /** Read by itself first: one that is whole stays one condition between parentheses, whatever stands in it. */
    private String narrowed(String filter, Set<String> namespaces) {
        FilterText.parse(filter, () -> attributesOf(namespaces));
        String within = namespaces.stream()
                .map(namespace -> "namespace == \"" + namespace + "\"")
                .collect(Collectors.joining(" || "));
        return "(" + filter + "\n) && (" + within + ")";
    }

    private AttributeTypes attributesOf(Set<String> namespaces) {
        Map<String, Set<AttributeType>> all = new HashMap<>();
        namespaces.forEach(namespace -> workflows
                .attributeTypes(namespace)
                .byName()
                .forEach((name, types) -> all.computeIfAbsent(name, any -> EnumSet.noneOf(AttributeType.class))
                        .addAll(types)));
        return new AttributeTypes(all);
    }

    private static BatchRequest withFilter(BatchRequest request, String filter) {
        return new BatchRequest(
                request.operation(), filter, null, null, request.parameters(), request.perSecond(), request.reason());
    }

    private boolean areWithin(Collection<UUID> instanceIds, Set<String> namespaces) {
        Map<UUID, String> known = workflows.namespaces(instanceIds);
        return instanceIds.stream().allMatch(id -> namespaces.contains(known.getOrDefault(id, "")));
    }

    /** A fingerprint is of one namespace. */
    private boolean hasIncidents(String namespace, String fingerprint) {
        IncidentFilter filter = new IncidentFilter(IncidentState.OPEN, null, namespace, null, null, fingerprint, null);
        return !incidents.list(filter, ONE).items().isEmpty();
    }
}
