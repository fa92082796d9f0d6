package com.orchestrator.outbox.relay;

import java.util.Set;

/**
 * What became of a message.
 *
 * @param code why it was not handed over, as the server says it; empty when it was
 * @param detail the same in a sentence
 */
public record Verdict(Kind kind, String code, String detail) {

    /** What a relay does about it. */
    public enum Kind {
        /** The server has it, from this time or from one before. */
        HANDED_OVER,
        /** Not now, and perhaps later: the workflow is not registered yet, or paused; the run is not there yet. */
        PUT_OFF,
        /** Never as it is. */
        REFUSED,
        /** The server cannot be used now; nothing is known of the message. */
        UNREACHABLE
    }

    public static final Verdict HANDED_OVER = new Verdict(Kind.HANDED_OVER, "", "");

    /** What changes by itself, or because somebody does something elsewhere. */
    private static final Set<String> PASSING = Set.of(
            "WORKFLOW_PAUSED",
            "CONCURRENCY_LIMIT",
            "SET_ASIDE",
            "TOO_MANY_REQUESTS",
            "QUOTA_EXCEEDED",
            "FORBIDDEN",
            "INTERNAL");

    private static final String UNAUTHENTICATED = "UNAUTHENTICATED";
    private static final String NOT_FOUND = "NOT_FOUND";

    public static Verdict putOff(String code, String detail) {
        return new Verdict(Kind.PUT_OFF, code, detail);
    }

    public static Verdict refused(String code, String detail) {
        return new Verdict(Kind.REFUSED, code, detail);
    }

    public static Verdict unreachable(String code, String detail) {
        return new Verdict(Kind.UNREACHABLE, code, detail);
    }

    /**
     * What a refusal means for a message, by whatever way the server was asked.
     *
     * @param code name of an {@link com.orchestrator.api.error.ErrorCode}, or of what stood in its place
     * @param isRetryable whether the server says that the same may succeed later
     */
    public static Verdict ofRefusal(Message message, String code, String detail, boolean isRetryable) {
        // A fault that the server has met with this very message is not one of the server.
        boolean isOfTheServer = isRetryable && !PASSING.contains(code);
        if (code.equals(UNAUTHENTICATED) || isOfTheServer) {
            return unreachable(code, detail);
        }
        boolean isUnknownYet = code.equals(NOT_FOUND) && message.signal() == null;
        return isUnknownYet || PASSING.contains(code) ? putOff(code, detail) : refused(code, detail);
    }

    /** A signal whose run is not there, and may be to come. */
    public static Verdict noRun(Message message) {
        return putOff(
                "RUN_NOT_FOUND",
                "There is no run " + message.run().runId() + " of "
                        + message.run().workflow());
    }
}
