package com.orchestrator.engine.expression;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scope of constants.
 *
 * @param roots JSON by name
 * @param outputs JSON by task id
 */
record Values(Map<String, Payload> roots, Map<String, Payload> outputs) implements Scope {

    static Values input(String json) {
        return new Values(Map.of("input", Payload.ofJson(json)), Map.of());
    }

    @Override
    public @Nullable Payload root(String name) {
        return roots.get(name);
    }

    @Override
    public @Nullable Payload taskOutput(String taskId) {
        return outputs.get(taskId);
    }

    @Override
    public String taskState(String taskId) {
        return outputs.containsKey(taskId) ? "COMPLETED" : "PENDING";
    }

    @Override
    public int taskAttempts(String taskId) {
        return outputs.containsKey(taskId) ? 1 : 0;
    }
}
