package com.orchestrator.engine.store;

import com.orchestrator.api.model.Incident;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.LifecycleEvent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a run in one row is shown, which has no row of its own to read that from; the same for all stores. */
public final class CompactRuns {

    private CompactRuns() {}

    /** @param incident why it is set aside; null when it is not */
    public static WorkflowInstance instance(UUID instanceId, List<Entry> history, @Nullable Incident incident) {
        Entry first = history.get(0);
        LifecycleEvent.WorkflowStarted start = (LifecycleEvent.WorkflowStarted) first.event();
        return new WorkflowInstance(
                instanceId,
                start.namespace(),
                start.workflow(),
                start.revision(),
                start.runId(),
                incident == null ? WorkflowState.RUNNING : WorkflowState.SUSPENDED,
                history.size(),
                first.payload(),
                null,
                null,
                incident,
                start.labels(),
                Map.of(),
                start.priority(),
                first.at(),
                first.at(),
                null,
                null);
    }
}
