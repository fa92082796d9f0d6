package com.orchestrator.api.request;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Starts a rollback by hand.
 *
 * @param fromTaskId undo down to and including this task; everything when absent
 * @param toSavepoint undo everything after this save-point, not the task that sets it; never together with {@code fromTaskId}
 * @param then whether the run stops afterwards or goes forward again from there
 * @param planHash refuse when the plan is no longer the one the caller saw; a run that has completed needs it
 * @param force undo completed pivots and what came before them; needs a reason
 */
public record CompensateRequest(
        @Nullable String fromTaskId,
        @Nullable String toSavepoint,
        Then then,
        @Nullable String planHash,
        boolean force,
        @Nullable String reason) {

    public CompensateRequest {
        RequestLimits.optionalText(fromTaskId, "fromTaskId", RequestLimits.NAME_CHARS_MAX);
        RequestLimits.optionalText(toSavepoint, "toSavepoint", RequestLimits.NAME_CHARS_MAX);
        RequestLimits.optionalText(reason, "reason", RequestLimits.REASON_CHARS_MAX);
        if (fromTaskId != null && toSavepoint != null) {
            throw RequestLimits.invalid("toSavepoint", "Give 'fromTaskId' or 'toSavepoint', not both", null);
        }
        if (then == Then.RETRY && fromTaskId == null && toSavepoint == null) {
            throw RequestLimits.invalid("then", "'then: retry' needs 'fromTaskId' or 'toSavepoint'", null);
        }
    }

    /** What follows when the last undo is done. */
    public enum Then {
        STOP,
        RETRY;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Then ofWireName(String name) {
            for (Then then : values()) {
                if (then.wireName().equals(name)) {
                    return then;
                }
            }
            throw new IllegalArgumentException("'" + name + "' is neither stop nor retry");
        }
    }
}
