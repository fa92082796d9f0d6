package com.orchestrator.api.request;

import org.jspecify.annotations.Nullable;

/**
 * Changes how a workflow stands: at least one of the first two.
 *
 * @param defaultRevision what starts get from now on that name no revision; unchanged when absent
 * @param paused whether starts are refused; unchanged when absent
 * @param reason kept with the change
 */
public record WorkflowUpdate(
        @Nullable Integer defaultRevision, @Nullable Boolean paused, String reason) {

    public WorkflowUpdate {
        RequestLimits.requireText(reason, "reason", RequestLimits.REASON_CHARS_MAX);
        if (defaultRevision == null && paused == null) {
            throw RequestLimits.invalid("defaultRevision", "Give 'defaultRevision', 'paused' or both", null);
        }
        if (defaultRevision != null && defaultRevision < 1) {
            throw RequestLimits.invalid("defaultRevision", "'defaultRevision' is less than 1", null);
        }
    }
}
