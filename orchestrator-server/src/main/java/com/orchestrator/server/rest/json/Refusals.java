package com.orchestrator.server.rest.json;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sentence shapes in which the server itself refuses a request. */
public final class Refusals {

    private Refusals() {}

    /** A value that means nothing at its place. */
    public static OrchestratorException invalid(String pointer, String detail, @Nullable String hint) {
        return new OrchestratorException(
                ErrorCode.INVALID_REQUEST, detail, List.of(new Problem.Detail(pointer, 0, 0, detail, hint)));
    }

    /** A field that must be there. */
    public static OrchestratorException missing(String field) {
        return invalid("/" + field, "'" + field + "' is required", null);
    }

    /** What a refusal says; it always says something. */
    public static String detail(OrchestratorException refusal) {
        return String.valueOf(refusal.getMessage());
    }

    /** The same refusal, seen from the document that contains the refused part. */
    public static OrchestratorException within(String pointer, OrchestratorException refusal) {
        List<Problem.Detail> errors = refusal.errors().stream()
                .map(error ->
                        new Problem.Detail(pointer + error.pointer(), 0, 0, error.detail(), error.hint(), error.code()))
                .toList();
        return new OrchestratorException(refusal.code(), detail(refusal), errors);
    }
}
