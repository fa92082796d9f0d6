package com.orchestrator.engine.definition;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Scope;
import org.jspecify.annotations.Nullable;

/** A scope without any value, for documents without expressions. */
enum NoScope implements Scope {
    INSTANCE;

    @Override
    public @Nullable Payload root(String name) {
        return null;
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
