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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One transaction each. */
final class PostgresIncidentStore implements IncidentStore {

    private final JdbcAccess jdbc;
    private final Seals seals;

    PostgresIncidentStore(JdbcAccess jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
    }

    @Override
    public Optional<IncidentView> find(UUID incidentId) {
        return jdbc.transaction(connection -> one(connection, incidentId));
    }

    private Optional<IncidentView> one(Connection connection, UUID incidentId) throws SQLException {
        return FindIncidents.one(connection, incidentId).map(incident -> opened(connection, incident));
    }

    private IncidentView opened(Connection connection, IncidentView incident) {
        return IncidentSeals.opened(connection, List.of(incident), seals).get(0);
    }

    @Override
    public Page<IncidentView> list(IncidentFilter filter, ListQuery query) {
        return jdbc.transaction(connection -> {
            Page<IncidentView> page = FindIncidents.page(connection, filter, query);
            return new Page<>(IncidentSeals.opened(connection, page.items(), seals), page.next());
        });
    }

    @Override
    public Page<IncidentGroup> groups(IncidentGroupFilter filter, ListQuery query) {
        return jdbc.transaction(connection -> {
            Page<IncidentGroup> page = IncidentGroups.page(connection, filter, query);
            return new Page<>(IncidentSeals.openedGroups(connection, page.items(), seals), page.next());
        });
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
            return one(connection, incidentId);
        });
    }

    @Override
    public Optional<IncidentView> ignore(UUID incidentId, String actor, String reason) {
        return jdbc.transaction(connection -> {
            IncidentWords.ignore(connection, incidentId, actor, reason);
            return one(connection, incidentId);
        });
    }

    @Override
    public List<IncidentChange> changes(UUID incidentId) {
        return jdbc.transaction(connection -> IncidentWords.changes(connection, incidentId));
    }
}
