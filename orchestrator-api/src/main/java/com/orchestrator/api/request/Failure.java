package com.orchestrator.api.request;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A worker's "it did not work".
 *
 * @param kind retryable when absent
 * @param code machine-readable reason; {@code ERROR} when absent
 * @param retryAfter delay the worker wishes before the next attempt, instead of the policy's
 */
public record Failure(
        FailureKind kind,
        String code,
        @Nullable String message,
        @Nullable Payload details,
        @Nullable Duration retryAfter) {

    private static final int MESSAGE_CHARS_MAX = 4_096;

    public Failure {
        RequestLimits.requireText(code, "failure/code", RequestLimits.NAME_CHARS_MAX);
        if (message != null && message.length() > MESSAGE_CHARS_MAX) {
            message = message.substring(0, MESSAGE_CHARS_MAX);
        }
        RequestLimits.checkDelay(retryAfter, "failure/retryAfter");
    }

    public static Failure of(FailureKind kind, String code) {
        return new Failure(kind, code, null, null, null);
    }

    public TaskError toError() {
        return new TaskError(kind, code, message, details);
    }
}
