package com.orchestrator.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The first reason why a run did not complete; never overwritten by what its rollback met.
 *
 * @param attempt attempt number of the task that failed, when a task did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Cause(
        Kind kind,
        String code,
        @Nullable String message,
        @Nullable String taskId,
        @Nullable Integer attempt) {

    public enum Kind {
        FAILED,
        TIMED_OUT,
        CANCELLED,
        MANUAL
    }
}
