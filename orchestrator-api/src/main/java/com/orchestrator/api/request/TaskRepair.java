package com.orchestrator.api.request;

import com.orchestrator.api.model.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Body of an operator's retry, skip, complete or resolve of one task.
 *
 * @param input replaces the task's input on retry
 * @param output stands in for the task's output on skip and complete
 * @param evidence why a resolved undo or incident may be taken as done
 */
public record TaskRepair(
        @Nullable Payload input,
        @Nullable Payload output,
        @Nullable Payload evidence,
        @Nullable String iteration,
        @Nullable String reason) {

    public TaskRepair {
        RequestLimits.optionalText(iteration, "iteration", RequestLimits.NAME_CHARS_MAX);
        RequestLimits.optionalText(reason, "reason", RequestLimits.REASON_CHARS_MAX);
    }
}
