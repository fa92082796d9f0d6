package com.orchestrator.api.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Wire form of an error, {@code application/problem+json} (RFC 9457).
 *
 * @param type {@code urn:orchestrator:problem:<code in kebab case>}
 * @param detail what is wrong with this request, in one sentence
 * @param instance incident id of an internal fault, the only trace of it that leaves the server
 * @param retryAfter seconds after which the same call may succeed, as in the header {@code Retry-After}; null when nobody knows
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        ErrorCode code,
        boolean retryable,
        @Nullable Integer retryAfter,
        List<Detail> errors) {

    public Problem {
        errors = List.copyOf(errors);
    }

    /**
     * One fault in a document.
     *
     * @param pointer JSON pointer (RFC 6901) to the faulty place
     * @param line counted from 1, 0 when unknown
     * @param column counted from 1, 0 when unknown
     * @param detail what is wrong there
     * @param hint how to mend it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Detail(
            String pointer,
            int line,
            int column,
            String detail,
            @Nullable String hint,
            @Nullable String code) {

        public Detail(String pointer, int line, int column, String detail, @Nullable String hint) {
            this(pointer, line, column, detail, hint, null);
        }
    }
}
