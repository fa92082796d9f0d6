package com.orchestrator.testkit;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.find.RunField.Column;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What tests ask for most. */
public final class Queries {

    private Queries() {}

    /** Absent or empty parts do not restrict. */
    public static InstanceQuery runs(
            Set<WorkflowState> states,
            @Nullable String namespace,
            @Nullable String workflow,
            @Nullable String runId,
            @Nullable UUID parentInstanceId,
            ListQuery page) {
        RunFilter filter = RunFilter.every(List.of(
                RunFilter.states(states),
                RunFilter.isOrAny(Column.NAMESPACE, namespace),
                RunFilter.isOrAny(Column.WORKFLOW, workflow),
                RunFilter.isOrAny(Column.RUN_ID, runId),
                parentInstanceId == null ? RunFilter.ALL : RunFilter.childrenOf(parentInstanceId)));
        return new InstanceQuery(filter, page);
    }
}
