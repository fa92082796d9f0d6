package com.orchestrator.etl;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.etl.jobs.RowExpressions;
import org.jspecify.annotations.Nullable;

/** What the expressions of a job see: a row, and nothing of any run. */
record RowScope(@Nullable Payload row) implements Scope {

    static final RowScope NOTHING = new RowScope(null);

    @Override
    public @Nullable Payload root(String name) {
        return name.equals(RowExpressions.ROW) ? row : null;
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
