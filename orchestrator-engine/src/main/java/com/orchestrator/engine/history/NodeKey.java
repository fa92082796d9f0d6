package com.orchestrator.engine.history;

import com.orchestrator.api.model.Cause;
import java.util.Objects;
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

    /** Reverse of {@link #toString}. */
    public static NodeKey parse(String text) {
        int end = text.indexOf('#');
        return end < 0 ? of(text) : new NodeKey(text.substring(0, end), text.substring(end + 1));
    }

    /** Whether a run ended because of this task. */
    public static boolean isOf(Cause cause, NodeKey key) {
        return key.taskId().equals(cause.taskId()) && Objects.equals(key.iteration(), cause.iteration());
    }

    // What a record has by itself says the same, but goes through method handles; each look-up of a task asks this.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NodeKey key && taskId.equals(key.taskId) && Objects.equals(iteration, key.iteration);
    }

    @Override
    public int hashCode() {
        return 31 * taskId.hashCode() + Objects.hashCode(iteration);
    }

    /** {@code taskId[#iteration]}, as idempotency keys and people see it. */
    @Override
    public String toString() {
        return iteration == null ? taskId : taskId + "#" + iteration;
    }
}
