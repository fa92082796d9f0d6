package com.orchestrator.engine.history;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one run has to tell another. It becomes durable with the events of the run that tells it, and is taken away with the
 * events of the run that hears it; so it is heard once, by whichever server.
 *
 * @param sequenceNumber last event of the sender when it was told; with both runs it names the message
 */
public record RunMessage(
        UUID receiver,
        UUID sender,
        long sequenceNumber,
        Body body,
        @Nullable Payload payload) {

    /** The record's name is stored and can never change. */
    public sealed interface Body {}

    /**
     * Parent to child, which is not there yet: begin. Payload: the input.
     *
     * @param traceparent the trace of the parent, inside of its span; null when it is part of none
     */
    public record Start(
            String namespace,
            String workflow,
            int revision,
            String runId,
            Priority priority,
            ParentRef parent,
            @Nullable String traceparent)
            implements Body {}

    /**
     * For which task of the parent a child was started.
     *
     * @param retries how often the parent has asked it to go on by then
     */
    public record Errand(String taskId, @Nullable String iteration, int retries) {}

    /**
     * Parent to child: come to an end.
     *
     * @param errand null in what was told before this was said
     */
    public record Close(@Nullable Errand errand, How how, Cause cause) implements Body {}

    /**
     * Parent to child: undo everything, also what is completed.
     *
     * @param errand null in what was told before this was said
     */
    public record Undo(@Nullable Errand errand, Cause cause) implements Body {}

    /**
     * Parent to child, which has failed or was cut off when its parent failed: go on from there. Payload: what the task that
     * failed is given now, if that was edited.
     *
     * @param number which time the parent asks, from 1
     */
    public record Retry(
            String taskId,
            @Nullable String iteration,
            int number,
            @Nullable String reason) implements Body {}

    /**
     * Child to parent: this is how it stands.
     *
     * @param rolledBack whether it has ended by a rollback, so that nothing of it stands
     * @param pastPivot whether it was asked to undo itself and will not, since it has passed a pivot
     * @param retries the last {@link Retry} that it had heard by then; null for none
     * @param notRetried whether it was asked to go on and cannot, since it is undone or was never there
     */
    public record Report(
            String taskId,
            @Nullable String iteration,
            WorkflowState state,
            @Nullable Cause cause,
            boolean rolledBack,
            @Nullable Boolean pastPivot,
            @Nullable Integer retries,
            @Nullable Boolean notRetried)
            implements Body {}

    /** Run to run of the same workflow and key, which is in its way: come to an end. The code of the cause says why. */
    public record GiveWay(String code) implements Body {}

    /** In which way a child is brought to its end. */
    public enum How {
        /** Its effects are undone. */
        UNDO,
        /** Its definition says whether its effects are undone. */
        AS_DEFINED,
        /** Nobody wants its effects undone. */
        NO_UNDO
    }
}
