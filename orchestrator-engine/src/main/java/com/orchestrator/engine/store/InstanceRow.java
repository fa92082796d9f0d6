package com.orchestrator.engine.store;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowState;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Columns of {@code workflow_instances}: what a run is found and listed by. It is not written for every event; how far the
 * run is, its history says. Only {@code state}, {@code outputSequence}, {@code cause}, {@code startedAt}, {@code endedAt}
 * and {@code wakeAt} change after the insert.
 *
 * @param outputSequence event that carries the output, when there is one; event 1 carries the input
 * @param wakeAt no later than the moment at which the run has something to do by itself; may be earlier,
 *     which costs a look; leases are not among it
 */
public record InstanceRow(
        UUID instanceId,
        String namespace,
        String workflow,
        int revision,
        String runId,
        WorkflowState state,
        Priority priority,
        Map<String, String> labels,
        @Nullable Cause cause,
        @Nullable Long outputSequence,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant wakeAt,
        @Nullable UUID parentInstanceId) {

    public InstanceRow {
        labels = Map.copyOf(labels);
    }

    /**
     * Whether the two rows of one run say the same, which is asked for each step. Looks only at what can change: {@code equals}
     * looks at all, and was the first line of a lane's profile.
     */
    public boolean saysTheSameAs(InstanceRow other) {
        return state == other.state
                && Objects.equals(wakeAt, other.wakeAt)
                && Objects.equals(cause, other.cause)
                && Objects.equals(outputSequence, other.outputSequence)
                && Objects.equals(startedAt, other.startedAt)
                && Objects.equals(endedAt, other.endedAt);
    }

    /** The same with other labels. */
    public InstanceRow labelled(Map<String, String> now) {
        return with(now, cause, wakeAt);
    }

    /** The same with another cause. */
    public InstanceRow becauseOf(Cause other) {
        return with(labels, other, wakeAt);
    }

    /** The same with another wake-up time. */
    public InstanceRow wakingAt(@Nullable Instant at) {
        return with(labels, cause, at);
    }

    private InstanceRow with(Map<String, String> labelsNow, @Nullable Cause causeNow, @Nullable Instant wakeAtNow) {
        return new InstanceRow(
                instanceId,
                namespace,
                workflow,
                revision,
                runId,
                state,
                priority,
                labelsNow,
                causeNow,
                outputSequence,
                createdAt,
                startedAt,
                endedAt,
                wakeAtNow,
                parentInstanceId);
    }
}
