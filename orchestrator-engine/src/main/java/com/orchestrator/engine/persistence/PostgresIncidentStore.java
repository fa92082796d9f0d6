package com.orchestrator.engine.persistence;

import com.orchestrator.api.incident.IncidentChange;
import com.orchestrator.api.incident.IncidentGroup;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.incident.IncidentGroupFilter;
import com.orchestrator.engine.persistence.sql.FindIncidents;
import com.orchestrator.engine.persistence.sql.IncidentGroups;
import com.orchestrator.engine.persistence.sql.IncidentWords;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.IncidentStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One transaction each. */
final class PostgresIncidentStore implements IncidentStore {

    private final JdbcAccess jdbc;

    PostgresIncidentStore(JdbcAccess jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<IncidentView> find(UUID incidentId) {
        return jdbc.transaction(connection -> FindIncidents.one(connection, incidentId));
    }

    @Override
    public Page<IncidentView> list(IncidentFilter filter, ListQuery query) {
        return jdbc.transaction(connection -> FindIncidents.page(connection, filter, query));
    }

    @Override
    public Page<IncidentGroup> groups(IncidentGroupFilter filter, ListQuery query) {
        return jdbc.transaction(connection -> IncidentGroups.page(connection, filter, query));
    }

    @Override
    public List<UUID> runsOf(String fingerprint, UUID after, int limit) {
        return jdbc.transaction(connection -> FindIncidents.runs(connection, fingerprint, after, limit));
    }

    @Override
    public long countOpen() {
        return jdbc.transaction(IncidentGroups::countOpen);
    }

    @Override
    public Optional<IncidentView> assign(
            UUID incidentId, @Nullable String assignee, @Nullable String note, String actor) {
        return jdbc.transaction(connection -> {
            IncidentWords.assign(connection, incidentId, assignee, note, actor);
            return FindIncidents.one(connection, incidentId);
        });
    }

    @Override
    public Optional<IncidentView> ignore(UUID incidentId, String actor, String reason) {
        return jdbc.transaction(connection -> {
            IncidentWords.ignore(connection, incidentId, actor, reason);
            return FindIncidents.one(connection, incidentId);
        });
    }

    @Override
    public List<IncidentChange> changes(UUID incidentId) {
        return jdbc.transaction(connection -> IncidentWords.changes(connection, incidentId));
    }
}
