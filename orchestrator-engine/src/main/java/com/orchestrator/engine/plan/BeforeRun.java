package com.orchestrator.engine.plan;

import com.orchestrator.api.model.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be read before there is a run: what it is to begin with, and no task has done anything. */
public record BeforeRun(Map<String, Payload> roots) implements Scope {

    public BeforeRun {
        roots = Map.copyOf(roots);
    }

    public static BeforeRun withInput(Payload input) {
        return new BeforeRun(Map.of("input", input));
    }

    @Override
    public @Nullable Payload root(String name) {
        return roots.get(name);
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
