package com.orchestrator.server.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Something that is written down. A call that changes something has two: one before it is done, and one with its answer.
 *
 * @param call the same for all that is written about one request
 * @param principal who; absent when nobody is known
 * @param operation what was called, as the document of the API names it
 * @param path on what
 * @param reason that was given
 * @param change what was asked for, without what runs carry and without secrets
 * @param before how the run stood
 * @param status of the answer
 * @param code of a refusal
 * @param after how what it is about stands then
 * @param leftOut entries before this one that were too many, or could not be written down
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditFact(
        Kind kind,
        String call,
        @Nullable String principal,
        String operation,
        String path,
        @Nullable String reason,
        @Nullable JsonNode change,
        @Nullable JsonNode before,
        @Nullable Integer status,
        @Nullable String code,
        @Nullable JsonNode after,
        @Nullable Long leftOut) {

    /** Of what kind it is. */
    public enum Kind {
        /** Somebody who may is about to change something. */
        ASKED,
        /** What came of it. */
        ANSWERED,
        /** Somebody was not let in, or not allowed to. */
        REFUSED,
        /** A server has found something that nobody has asked for. */
        NOTICED
    }

    /** Somebody was not let in, or not allowed to. */
    public static AuditFact refused(String call, @Nullable String principal, String method, String path, String code) {
        return new AuditFact(Kind.REFUSED, call, principal, method, path, null, null, null, null, code, null, null);
    }

    /**
     * A server has found something that nobody has asked for.
     *
     * @param what in one word
     * @param reason in one sentence
     */
    public static AuditFact noticed(String call, String what, String on, String reason) {
        return new AuditFact(Kind.NOTICED, call, null, what, on, reason, null, null, null, null, null, null);
    }

    /** The same, after so many others of which nobody will know more. */
    AuditFact after(long others) {
        return others == 0
                ? this
                : new AuditFact(
                        kind, call, principal, operation, path, reason, change, before, status, code, after, others);
    }
}
