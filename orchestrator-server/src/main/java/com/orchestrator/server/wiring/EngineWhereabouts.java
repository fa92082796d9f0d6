package com.orchestrator.server.wiring;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.service.IncidentService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.server.auth.Whereabouts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Asks the engine, and remembers what it has said: a run never changes its namespace. */
final class EngineWhereabouts implements Whereabouts {

    private static final int REMEMBERED_MAX = 20_000;
    private static final float LOAD = 0.75f;

    private final WorkflowService workflows;
    private final IncidentService incidents;
    private final Map<UUID, String> runs = Collections.synchronizedMap(new LinkedHashMap<>(16, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, String> eldest) {
            return size() > REMEMBERED_MAX;
        }
    });

    EngineWhereabouts(WorkflowService workflows, IncidentService incidents) {
        this.workflows = workflows;
        this.incidents = incidents;
    }

    @Override
    public Optional<String> ofRun(UUID instanceId) {
        String known = runs.get(instanceId);
        if (known == null) {
            known = workflows.namespaces(Set.of(instanceId)).get(instanceId);
        }
        if (known != null) {
            runs.put(instanceId, known);
        }
        return Optional.ofNullable(known);
    }

    @Override
    public Optional<String> ofAttempt(UUID executionId) {
        return ofRun(ExecutionId.instanceOf(executionId));
    }

    @Override
    public Optional<String> ofIncident(UUID incidentId) {
        try {
            return Optional.of(incidents.get(incidentId).namespace());
        } catch (OrchestratorException refusal) {
            if (refusal.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    @Override
    public void seen(UUID instanceId, String namespace) {
        runs.put(instanceId, namespace);
    }
}
