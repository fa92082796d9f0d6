package com.orchestrator.engine.run;

import com.orchestrator.engine.history.ExecutionId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The attempts of one run: all, those that are ready or leased, and those that have changed since somebody asked. */
final class ExecutionRuns {

    private final UUID instanceId;
    private final Map<UUID, ExecutionRun> all = new LinkedHashMap<>();
    private final Set<ExecutionRun> live = new LinkedHashSet<>();
    private final Set<ExecutionRun> touched = new LinkedHashSet<>();

    ExecutionRuns(UUID instanceId) {
        this.instanceId = instanceId;
    }

    @Nullable
    ExecutionRun get(UUID executionId) {
        return all.get(executionId);
    }

    /** In the order they were made. */
    Collection<ExecutionRun> all() {
        return all.values();
    }

    UUID nextId() {
        int number = all.size() + 1;
        if (number > ExecutionId.NUMBER_MAX) {
            throw new IllegalStateException(
                    "Run " + instanceId + " has had " + ExecutionId.NUMBER_MAX + " attempts, more than a run may have");
        }
        return ExecutionId.of(instanceId, number);
    }

    /** A copy, so that it may be walked while deciding. */
    List<ExecutionRun> live() {
        return List.copyOf(live);
    }

    void add(ExecutionRun execution) {
        all.put(execution.executionId, execution);
        live.add(execution);
        touched.add(execution);
    }

    void touch(ExecutionRun execution) {
        touched.add(execution);
    }

    void noLongerLive(ExecutionRun execution) {
        live.remove(execution);
    }

    /** Asking forgets them. */
    List<ExecutionRun> takeTouched() {
        List<ExecutionRun> taken = List.copyOf(touched);
        touched.clear();
        return taken;
    }
}
