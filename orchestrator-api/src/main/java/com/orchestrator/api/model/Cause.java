package com.orchestrator.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The first reason why a run did not complete; never overwritten by what its rollback met.
 *
 * @param attempt attempt number of the task that failed, when a task did
 * @param iteration where in the maps around it that task stands, when it stands in one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Cause(
        Kind kind,
        String code,
        @Nullable String message,
        @Nullable String taskId,
        @Nullable Integer attempt,
        @Nullable String iteration) {

    /** A cause outside of maps. */
    public Cause(Kind kind, String code, @Nullable String message, @Nullable String taskId, @Nullable Integer attempt) {
        this(kind, code, message, taskId, attempt, null);
    }

    public enum Kind {
        FAILED,
        TIMED_OUT,
        CANCELLED,
        MANUAL
    }
}
