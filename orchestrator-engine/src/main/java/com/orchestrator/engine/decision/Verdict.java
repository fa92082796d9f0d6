package com.orchestrator.engine.decision;

import com.orchestrator.api.error.ErrorCode;

/** What became of a command. */
public sealed interface Verdict {

    Verdict ACCEPTED = new Accepted();

    static Verdict refused(ErrorCode code, String message) {
        return new Refused(code, message);
    }

    /** Its events, possibly none when it had already taken effect, are on the run. */
    record Accepted() implements Verdict {}

    /** The run is as it was, except for a late report that a refusal may keep. */
    record Refused(ErrorCode code, String message) implements Verdict {}
}
