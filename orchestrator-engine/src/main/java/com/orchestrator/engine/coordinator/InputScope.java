package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Scope;
import org.jspecify.annotations.Nullable;

/** Before a run exists there is nothing but its input. */
record InputScope(Payload input) implements Scope {

    @Override
    public @Nullable Payload root(String name) {
        return name.equals("input") ? input : null;
    }

    @Override
    public @Nullable Payload taskOutput(String taskId) {
        return null;
    }

    @Override
    public String taskState(String taskId) {
        return "PENDING";
    }

    @Override
    public int taskAttempts(String taskId) {
        return 0;
    }
}
