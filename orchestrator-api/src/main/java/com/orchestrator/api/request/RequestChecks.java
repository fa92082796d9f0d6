package com.orchestrator.api.request;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request's fields are held to, for requests that have a package of their own. */
public final class RequestChecks {

    private RequestChecks() {}

    public static void name(@Nullable String value, String field) {
        RequestLimits.requireText(value, field, RequestLimits.NAME_CHARS_MAX);
    }

    public static void optionalName(@Nullable String value, String field) {
        RequestLimits.optionalText(value, field, RequestLimits.NAME_CHARS_MAX);
    }

    /** Of at most so many characters. */
    public static void optionalText(@Nullable String value, String field, int charsMax) {
        RequestLimits.optionalText(value, field, charsMax);
    }

    /** Why somebody does something. */
    public static void reason(@Nullable String value, String field) {
        RequestLimits.requireText(value, field, RequestLimits.REASON_CHARS_MAX);
    }

    /** As long as a run's name may be. */
    public static void runId(@Nullable String value, String field) {
        RequestLimits.optionalText(value, field, RequestLimits.RUN_ID_CHARS_MAX);
    }

    /** One that can be held. */
    public static void time(@Nullable Instant moment, String field) {
        RequestLimits.checkTime(moment, field);
    }

    /** A job that can be read and cannot be done. */
    public static OrchestratorException invalidJob(String field, String detail, @Nullable String hint) {
        return new OrchestratorException(
                ErrorCode.JOB_INVALID, detail, List.of(new Problem.Detail("/" + field, 0, 0, detail, hint)));
    }
}
