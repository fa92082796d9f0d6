package com.orchestrator.engine.store;

import com.orchestrator.api.incident.IncidentChange;
import com.orchestrator.api.incident.IncidentGroup;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.incident.IncidentGroupFilter;
import com.orchestrator.engine.service.ListQuery;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people have to look at. Incidents come and go with what they are about; here they are found, and what people say of them is
 * kept. Each call is one transaction.
 */
public interface IncidentStore {

    Optional<IncidentView> find(UUID incidentId);

    /** The newest first. A page may be short, or empty, and have a {@code next}: a bounded number is looked at. */
    Page<IncidentView> list(IncidentFilter filter, ListQuery query);

    /** Open incidents by their fingerprint, the greatest group first; short pages as with {@link #list}. */
    Page<IncidentGroup> groups(IncidentGroupFilter filter, ListQuery query);

    /**
     * Runs with an open incident of a fingerprint, each once, in order of their ids.
     *
     * @param after the id to begin behind
     */
    List<UUID> runsOf(String fingerprint, UUID after, int limit);

    /** How many are open; counted over the greatest ten thousand groups. */
    long countOpen();

    /**
     * Gives an incident to somebody; nothing is kept when he has it already, with that note.
     *
     * @param assignee null to take it away from who has it
     * @return the incident as it is then; empty when there is none
     */
    Optional<IncidentView> assign(UUID incidentId, @Nullable String assignee, @Nullable String note, String actor);

    /** Closes an incident without touching what it is about; one that is resolved stays as it is. */
    Optional<IncidentView> ignore(UUID incidentId, String actor, String reason);

    /** What people have done to an incident, the oldest first. */
    List<IncidentChange> changes(UUID incidentId);
}
