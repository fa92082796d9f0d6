package com.orchestrator.engine.history;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The task that a run was started by.
 *
 * @param depth how many runs there are above, from 1
 * @param awaitsStart whether the parent wants to hear of the start, because it does not wait for the end
 */
public record ParentRef(
        UUID instanceId,
        String taskId,
        @Nullable String iteration,
        int depth,
        @Nullable Boolean awaitsStart) {

    /** How deep runs may nest: a workflow that runs itself without end is found out here. */
    public static final int DEPTH_MAX = 16;

    /** Where it stands in the other run. */
    public NodeKey key() {
        return new NodeKey(taskId, iteration);
    }
}
