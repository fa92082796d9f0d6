package com.orchestrator.engine.service;

import com.orchestrator.api.model.WorkflowState;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Filter over runs, newest first; absent or empty parts do not restrict. */
public record InstanceQuery(
        Set<WorkflowState> states,
        @Nullable String namespace,
        @Nullable String workflow,
        @Nullable String runId,
        @Nullable UUID parentInstanceId,
        ListQuery page) {

    public InstanceQuery {
        states = Set.copyOf(states);
    }
}
