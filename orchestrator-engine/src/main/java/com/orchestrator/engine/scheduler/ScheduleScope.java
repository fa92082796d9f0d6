package com.orchestrator.engine.scheduler;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.schedule.ScheduleKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Before a run exists there is nothing but the schedule and the time. */
record ScheduleScope(ScheduleKey key, Instant at) implements Scope {

    /** What expressions of an input start with. */
    static final String ROOT = "schedule";

    @Override
    public @Nullable Payload root(String name) {
        return name.equals(ROOT)
                ? Payload.ofTree(JsonNodeFactory.instance
                        .objectNode()
                        .put("at", at.toString())
                        .put("name", key.name())
                        .put("namespace", key.namespace()))
                : null;
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
