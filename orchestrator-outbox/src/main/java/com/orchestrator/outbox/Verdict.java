package com.orchestrator.outbox;

/**
 * What became of a message.
 *
 * @param code why it was not handed over, as the server says it; empty when it was
 */
record Verdict(Kind kind, String code, String detail) {

    enum Kind {
        /** The server has it, from this time or from one before. */
        HANDED_OVER,
        /** Not now, and perhaps later: the workflow is not registered yet, or paused; the run is not there yet. */
        PUT_OFF,
        /** Never as it is. */
        REFUSED,
        /** The server cannot be used now; nothing is known of the message. */
        UNREACHABLE
    }

    static final Verdict HANDED_OVER = new Verdict(Kind.HANDED_OVER, "", "");

    static Verdict putOff(String code, String detail) {
        return new Verdict(Kind.PUT_OFF, code, detail);
    }

    static Verdict refused(String code, String detail) {
        return new Verdict(Kind.REFUSED, code, detail);
    }

    static Verdict unreachable(String code, String detail) {
        return new Verdict(Kind.UNREACHABLE, code, detail);
    }
}
