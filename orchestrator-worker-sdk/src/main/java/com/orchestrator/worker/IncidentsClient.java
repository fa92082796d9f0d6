package com.orchestrator.worker;

import com.orchestrator.api.incident.AssignIncident;
import com.orchestrator.api.incident.IncidentAction;
import com.orchestrator.api.incident.IncidentGroup;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.api.incident.ResolveIncident;
import com.orchestrator.api.model.Page;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a person has to look at. Holds no state of its own: every call asks the server. */
public final class IncidentsClient {

    private static final String PATH = "/incidents";
    private static final int PAGE = 200;

    private final OrchestratorClient client;

    IncidentsClient(OrchestratorClient client) {
        this.client = client;
    }

    /** Open incidents by their cause, the greatest group first; at most {@value #PAGE} groups. */
    public List<IncidentGroup> groups() {
        return client.get(PATH + "/groups?limit=" + PAGE, Groups.class).items();
    }

    /**
     * Open incidents, the newest first.
     *
     * @param next where to go on, as the page before has said it; null for the first page
     */
    public Page<IncidentView> open(@Nullable String next) {
        return page("state=OPEN", next);
    }

    /** Open incidents of one cause. */
    public Page<IncidentView> ofCause(String fingerprint, @Nullable String next) {
        return page("fingerprint=" + OrchestratorClient.segment(fingerprint), next);
    }

    /** Open incidents of one run, at most {@value #PAGE}. */
    public List<IncidentView> ofRun(UUID instanceId) {
        return page("instanceId=" + instanceId, null).items();
    }

    private Page<IncidentView> page(String filter, @Nullable String next) {
        String cursor = next == null ? "" : "&cursor=" + OrchestratorClient.segment(next);
        Found found = client.get(PATH + "?limit=" + PAGE + "&" + filter + cursor, Found.class);
        return new Page<>(found.items(), found.page().next());
    }

    public IncidentView get(UUID incidentId) {
        return client.get(PATH + "/" + incidentId, IncidentView.class);
    }

    /**
     * Gives it to somebody.
     *
     * @param assignee null to take it away from who has it
     */
    public IncidentView assign(UUID incidentId, @Nullable String assignee, @Nullable String note) {
        return client.post(PATH + "/" + incidentId + "/assign", new AssignIncident(assignee, note), IncidentView.class);
    }

    /** Tries the task or the undo again, takes up a run that is set aside, resumes a schedule. */
    public IncidentView retry(UUID incidentId, String reason) {
        return resolve(incidentId, new ResolveIncident(IncidentAction.RETRY, null, null, reason));
    }

    /** Closes it, and leaves what it is about as it is. */
    public IncidentView ignore(UUID incidentId, String reason) {
        return resolve(incidentId, new ResolveIncident(IncidentAction.IGNORE, null, null, reason));
    }

    /**
     * Does what is asked; one that is resolved stays as it is.
     *
     * @throws OrchestratorProblemException {@code ILLEGAL_STATE} when the action does not fit
     */
    public IncidentView resolve(UUID incidentId, ResolveIncident request) {
        return client.post(PATH + "/" + incidentId + "/resolve", request, IncidentView.class);
    }

    private record Found(List<IncidentView> items, Pages.Next page) {}

    private record Groups(List<IncidentGroup> items) {}
}
