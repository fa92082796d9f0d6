package com.orchestrator.engine.decision;

import org.jspecify.annotations.Nullable;

/**
 * One task of one run.
 *
 * @param iteration position inside the maps and loops around the task; null outside of them
 */
public record NodeKey(String taskId, @Nullable String iteration) {

    /** A task outside of maps and loops. */
    public static NodeKey of(String taskId) {
        return new NodeKey(taskId, null);
    }

    /** {@code taskId[#iteration]}, as idempotency keys and people see it. */
    @Override
    public String toString() {
        return iteration == null ? taskId : taskId + "#" + iteration;
    }
}
