package com.orchestrator.worker;

import com.orchestrator.api.model.WorkflowChange;
import com.orchestrator.api.model.WorkflowStatus;
import com.orchestrator.api.request.WorkflowUpdate;
import java.util.List;

/** One workflow, over all its revisions and runs. Holds no state of its own: every call asks the server. */
public final class DefinitionHandle {

    private final OrchestratorClient client;
    private final String path;

    DefinitionHandle(OrchestratorClient client, String path) {
        this.client = client;
        this.path = path;
    }

    /** Which revision is its default, which is the latest, and whether it is paused. */
    public WorkflowStatus describe() {
        return client.get(path, WorkflowStatus.class);
    }

    /** Starts that name no revision get this one from now on, within a second on every server. */
    public WorkflowStatus setDefaultRevision(int revision, String reason) {
        return update(new WorkflowUpdate(revision, null, reason));
    }

    /** No run of it is started until {@link #resume}: starts are refused with {@code WORKFLOW_PAUSED}. Runs that are there go on. */
    public WorkflowStatus pause(String reason) {
        return update(new WorkflowUpdate(null, true, reason));
    }

    public WorkflowStatus resume(String reason) {
        return update(new WorkflowUpdate(null, false, reason));
    }

    private WorkflowStatus update(WorkflowUpdate update) {
        return client.patch(path, update, WorkflowStatus.class);
    }

    /** Who has changed how it stands, when and why; the newest 50, newest first. */
    public List<WorkflowChange> changes() {
        return client.get(path + "/changes", Changes.class).items();
    }

    private record Changes(List<WorkflowChange> items) {}
}
