package com.orchestrator.engine.persistence;

import com.orchestrator.api.incident.IncidentGroup;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.engine.incident.OpenedIncident;
import com.orchestrator.engine.persistence.Seals.Known;
import com.orchestrator.engine.persistence.sql.FindIncidents;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** What incidents say, which for most is what a worker has said. Those of schedules are of no run, and never sealed. */
final class IncidentSeals {

    private IncidentSeals() {}

    private static String place(UUID incidentId) {
        return "incident/" + incidentId;
    }

    static String sealed(OpenedIncident incident, WorkSeals seals) {
        UUID instanceId = incident.instanceId();
        return instanceId == null
                ? incident.message()
                : seals.of(instanceId).sealText(place(incident.incidentId()), incident.message());
    }

    static List<IncidentView> opened(Connection connection, List<IncidentView> incidents, Seals seals) {
        List<UUID> runs = incidents.stream()
                .filter(incident -> RunSeal.isSealed(incident.message()))
                .map(IncidentView::instanceId)
                .filter(Objects::nonNull)
                .toList();
        Known known = seals.ofRuns(connection, runs);
        return incidents.stream().map(incident -> opened(incident, known)).toList();
    }

    private static IncidentView opened(IncidentView incident, Known known) {
        UUID instanceId = incident.instanceId();
        return instanceId == null || !RunSeal.isSealed(incident.message())
                ? incident
                : incident.saying(known.of(instanceId).openText(place(incident.incidentId()), incident.message()));
    }

    /** Groups whose sample is sealed, with the sample as it was. */
    static List<IncidentGroup> openedGroups(Connection connection, List<IncidentGroup> groups, Seals seals) {
        List<String> sealed = groups.stream()
                .filter(group -> RunSeal.isSealed(group.sample()))
                .map(IncidentGroup::fingerprint)
                .toList();
        if (sealed.isEmpty()) {
            return groups;
        }
        List<IncidentView> newest = UncheckedSql.wrap(() -> FindIncidents.newest(connection, sealed));
        Map<String, String> samples = opened(connection, newest, seals).stream()
                .collect(Collectors.toMap(IncidentView::fingerprint, IncidentView::message));
        return groups.stream()
                .map(group -> group.like(samples.getOrDefault(group.fingerprint(), group.sample())))
                .toList();
    }
}
