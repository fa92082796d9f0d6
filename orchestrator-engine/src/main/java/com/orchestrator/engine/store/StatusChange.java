package com.orchestrator.engine.store;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.WorkflowStatus;
import com.orchestrator.api.request.WorkflowUpdate;
import java.util.Objects;

/** What an update makes of how a workflow stands; the same for all stores. */
public final class StatusChange {

    private StatusChange() {}

    public static WorkflowStatus apply(WorkflowStatus before, WorkflowUpdate update) {
        int revision = Objects.requireNonNullElse(update.defaultRevision(), before.defaultRevision());
        if (revision > before.latestRevision()) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    "Workflow '" + before.name() + "' in namespace '" + before.namespace() + "' has no revision "
                            + revision + "; the latest is " + before.latestRevision());
        }
        return new WorkflowStatus(
                before.namespace(),
                before.name(),
                revision,
                before.latestRevision(),
                Objects.requireNonNullElse(update.paused(), before.paused()));
    }

    public static OrchestratorException noWorkflow(String namespace, String name) {
        return new OrchestratorException(
                ErrorCode.NOT_FOUND, "There is no workflow '" + name + "' in namespace '" + namespace + "'");
    }
}
